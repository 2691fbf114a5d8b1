/** What the names of Bedrock's models say. */
import t from 'tap'
import {
  claudeSupports,
  takesCachePoints,
  takesLongCache,
  takesStrictTools,
} from '../../../../services/sdk/providers/bedrock/knowledge.ts'
import {
  baseModel,
  converseId,
  invokeId,
  regionInArn,
  regionInPath,
} from '../../../../services/sdk/providers/bedrock/model-id.ts'
import { takesMessages } from '../../../../services/sdk/providers/bedrock/passthrough.ts'
import { routeOf } from '../../../../services/sdk/providers/bedrock/route.ts'

const arn = 'arn:aws:bedrock:eu-west-1:123:inference-profile/us.anthropic.claude-sonnet-4-20250514-v1:0'

t.test('base models', async t => {
  const table: [string, string][] = [
    ['us.meta.llama3-2-11b-instruct-v1:0', 'meta.llama3-2-11b-instruct-v1:0'],
    ['converse/us-gov.anthropic.claude-sonnet-5', 'anthropic.claude-sonnet-5'],
    ['us-east-1/anthropic.claude-v2:1', 'anthropic.claude-v2:1'],
    ['anthropic.claude-3-5-sonnet-20241022-v2:0:51k', 'anthropic.claude-3-5-sonnet-20241022-v2:0'],
    ['us.anthropic.claude-opus-4-6-v1[1m]', 'anthropic.claude-opus-4-6-v1'],
    ['nova-2/arn:aws:bedrock:x', 'amazon.nova-2-custom'],
    [arn, 'anthropic.claude-sonnet-4-20250514-v1:0'],
  ]
  for (const [model, base] of table) t.equal(baseModel(model), base, model)
})

t.test('addresses and regions', async t => {
  t.equal(converseId('us-east-1/anthropic.claude-v2:1'), 'anthropic.claude-v2%3A1')
  t.equal(converseId('nova/arn:aws:x'), 'arn%3Aaws%3Ax')
  t.equal(invokeId('invoke/anthropic.claude-v2:1'), 'anthropic.claude-v2:1')
  t.equal(invokeId(`invoke/${arn}`), encodeURIComponent(arn))
  t.equal(regionInPath('us-east-1/anthropic.claude-v2:1'), 'us-east-1')
  t.equal(regionInPath('nowhere/anthropic.claude-v2:1'), undefined)
  t.equal(regionInArn(arn), 'eu-west-1')
  t.equal(regionInArn('anthropic.claude-v2:1'), undefined)
})

t.test('routes', async t => {
  const table: [string, string | null][] = [
    ['anthropic.claude-3-haiku-20240307-v1:0', 'converse'],
    ['us.amazon.nova-pro-v1:0', 'converse'],
    ['converse/acme.model', 'converse'],
    ['openai.gpt-oss-120b-1:0', 'converse'],
    ['invoke/us.anthropic.claude-sonnet-4-20250514-v1:0', 'invoke'],
    ['anthropic.claude-nope', 'invoke'],
    ['arn:aws:bedrock:eu-west-1:1:application-inference-profile/abc', 'converse'],
    ['invoke/anthropic.claude-v2', null],
    ['amazon.titan-text-express-v1', 'text'],
    ['cohere.command-text-v14', 'text'],
    ['invoke/acme.model', 'unknown'],
    ['mantle/anthropic.claude-sonnet-5', null],
    ['agentcore/x', null],
  ]
  for (const [model, route] of table) {
    if (route === null) t.throws(() => routeOf(model), { message: /^The sdk backend / }, model)
    else t.equal(routeOf(model), route, model)
  }
})

t.test('who is asked in Anthropic’s own words', async t => {
  t.ok(takesMessages('us.anthropic.claude-sonnet-4-5-20250929-v1:0'))
  t.ok(takesMessages('invoke/us.anthropic.claude-sonnet-4-5-20250929-v1:0'))
  t.notOk(takesMessages('converse/us.anthropic.claude-sonnet-5'))
  t.notOk(takesMessages('us.amazon.nova-pro-v1:0'))
  t.notOk(takesMessages('mantle/anthropic.claude-sonnet-5'))
})

t.test('what models can do', async t => {
  t.ok(claudeSupports('converse/us.anthropic.claude-sonnet-5', 'supports_adaptive_thinking'))
  t.ok(claudeSupports('anthropic.claude-new-7-v1:0', 'supports_adaptive_thinking'), 'by the rules')
  t.notOk(claudeSupports('us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'supports_adaptive_thinking'))
  t.ok(takesCachePoints('acme.unknown'), 'nobody knows')
  t.notOk(takesCachePoints('openai.gpt-oss-120b-1:0'))
  t.notOk(takesCachePoints('us.meta.llama3-3-70b-instruct-v1:0'))
  t.ok(takesLongCache('us.anthropic.claude-sonnet-4-5-20250929-v1:0'))
  t.notOk(takesLongCache('anthropic.claude-3-5-sonnet-20240620-v1:0'))
  t.ok(takesStrictTools('us.anthropic.claude-sonnet-4-5-20250929-v1:0'))
  t.notOk(takesStrictTools('anthropic.claude-opus-4-7'))
  t.notOk(takesStrictTools('us.amazon.nova-pro-v1:0'))
})
