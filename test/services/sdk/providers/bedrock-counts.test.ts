/** Counting tokens at Bedrock: who is asked, and how. */
import t from 'tap'
import { litellmSchema } from '../../../../config/litellm-schema.ts'
import { bedrockCount, bedrockCounted } from '../../../../services/sdk/providers/bedrock/count-tokens.ts'
import type { AwsAccess } from '../../../../services/sdk/aws/access.ts'
import { asObject, asString, parseJson } from '../../../../services/sdk/providers/json.ts'
import type { JsonObject, Target } from '../../../../services/sdk/providers/translator.ts'
import { startProvider, startSdkWorker } from '../../../support/sdk-worker.ts'
import { target } from './fixtures.ts'

const at = (model: string, aws: Partial<AwsAccess> = {}, apiBase = ''): Target =>
  target('bedrock', model, {
    apiBase,
    aws: { region: 'eu-west-1', usualRegion: 'r', endpoint: undefined, identity: { kind: 'ambient' }, ...aws },
  })
const old = 'anthropic.claude-3-5-sonnet-20241022-v2:0'
const messages = [{ role: 'user', content: 'hi' }]
const place = (region: string, model: string): string =>
  `https://bedrock-runtime.${region}.amazonaws.com/model/${encodeURIComponent(model)}/count-tokens`

const asked: readonly (readonly [string, Target, string, JsonObject])[] = [
  ['itself', at(old), place('eu-west-1', old), { litellm_count_source: 'provider' }],
  [
    'the model behind a profile, near by',
    at('us.anthropic.claude-opus-4-7', { region: 'us-west-2' }),
    place('us-east-1', 'anthropic.claude-opus-4-7'),
    { litellm_count_source: 'token_count_model', litellm_count_model: 'anthropic.claude-opus-4-7' },
  ],
  [
    'the same, where the deployment is far away',
    at('us.anthropic.claude-opus-4-7'),
    place('eu-west-1', 'anthropic.claude-opus-4-7'),
    { litellm_count_source: 'token_count_model' },
  ],
  [
    'a worldwide profile, whose region does not matter',
    at('global.anthropic.claude-opus-4-7'),
    place('us-east-1', 'anthropic.claude-opus-4-7'),
    { litellm_count_model: 'global.anthropic.claude-opus-4-7' },
  ],
  [
    'whom the configuration names',
    at(old, { countModel: { model: 'acme.counter', region: 'ap-south-1' } }),
    place('ap-south-1', 'acme.counter'),
    { litellm_count_model: 'acme.counter' },
  ],
  ['an address', at(old, {}, 'http://aws.test'), `http://aws.test/model/${encodeURIComponent(old)}/count-tokens`, {}],
]

t.test('who is asked', async t => {
  for (const [name, given, url, source] of asked) {
    const counting = bedrockCount({ messages }, given)
    t.equal(counting.request.url, url, name)
    t.match(counting.source, source, name)
  }
})

const tools = [{ name: '9 odd.names' }, { name: 'a', description: 'A', input_schema: { type: 'object' } }]

t.test('Converse’s words', async t => {
  const { body } = bedrockCount({ messages, system: [{ type: 'text', text: 'S' }], tools }, at(old)).request
  t.same(body, {
    input: {
      converse: {
        messages: [{ role: 'user', content: [{ text: 'hi' }] }],
        system: [{ text: 'S' }],
        toolConfig: {
          tools: [
            {
              toolSpec: {
                name: 't_9_odd_names',
                description: 't_9_odd_names',
                inputSchema: { json: { type: 'object', properties: {} } },
              },
            },
            { toolSpec: { name: 'a', description: 'A', inputSchema: { json: { type: 'object' } } } },
          ],
        },
      },
    },
  })
})

t.test('InvokeModel’s words', async t => {
  const typed = [{ role: 'user', content: [{ type: 'text', text: 'hi' }] }]
  const { body } = bedrockCount({ messages: typed, system: '', tools: [] }, at(old)).request
  const { invokeModel } = asObject(body['input']) ?? {}
  const inner = Buffer.from(asString(asObject(invokeModel)?.['body']) ?? '', 'base64').toString('utf8')
  t.same(parseJson(inner), { messages: typed, anthropic_version: 'bedrock-2023-05-31', max_tokens: 1024 })
})

t.test('who counts where Bedrock does not', async t => {
  const { otherwise } = bedrockCount({ messages, system: 'S' }, at(old))
  t.match(otherwise, {
    url: 'https://bedrock-mantle.eu-west-1.api.aws/anthropic/v1/messages/count_tokens',
    body: { model: old, messages, system: 'S' },
  })
  const named = bedrockCount({ messages }, at(old, { mantle: 'http://mantle.test' })).otherwise
  t.equal(named?.url, 'http://mantle.test/anthropic/v1/messages/count_tokens')
  t.equal(bedrockCount({ messages }, at('amazon.nova-pro-v1:0')).otherwise, undefined)
})

t.test('what was counted', async t => {
  const answers: [JsonObject, number | undefined][] = [
    [{ inputTokens: 7 }, 7],
    [{ input_tokens: 8 }, 8],
    [{}, 0],
    [{ inputTokens: 'seven' }, undefined],
  ]
  for (const [answer, want] of answers) t.equal(bedrockCounted(answer), want)
})

t.test('a second call where the first is of no use', async t => {
  for (const [status, paths] of [
    [400, ['count-tokens', 'count_tokens']],
    [404, ['count-tokens', 'count_tokens']],
    [403, ['count-tokens']],
  ] as const) {
    const seen: string[] = []
    const origin = await startProvider(t, ({ url = '' }, response) => {
      seen.push(url.split('/').at(-1) ?? '')
      const first = seen.length === 1
      response.writeHead(first ? status : 200, { 'content-type': 'application/json' })
      response.end(first ? '{"message":"no"}' : '{"input_tokens":42}')
    })
    const keys = { aws_access_key_id: 'A', aws_secret_access_key: 's', aws_region_name: 'eu-west-1' }
    const params = { model: `bedrock/${old}`, aws_bedrock_runtime_endpoint: origin, ...keys }
    const worker = await startSdkWorker(t, {
      config: litellmSchema.parse({ model_list: [{ model_name: 'c', litellm_params: params }] }),
      env: { BEDROCK_MANTLE_API_BASE: `${origin}/v1` },
    })
    const answer = await worker.post('/v1/messages/count_tokens', { model: 'c', messages })
    t.equal(answer.status, 200)
    const estimated = { litellm_count_source: 'local_estimate' }
    t.match(await answer.json(), status === 403 ? estimated : { input_tokens: 42 }, `${status}`)
    t.same(seen, paths, `${status}`)
  }
})
