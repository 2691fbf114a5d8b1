import t from 'tap'
import { litellmSchema } from '../../../../config/litellm-schema.ts'
import { createCatalogue } from '../../../../services/sdk/deployments.ts'
import { mantleTranslator } from '../../../../services/sdk/providers/bedrock/mantle.ts'
import type { ProviderRequest } from '../../../../services/sdk/providers/translator.ts'

const chat = { messages: [{ role: 'user', content: 'hi' }] }

function asked(params: Record<string, string>, env: Record<string, string> = {}): ProviderRequest {
  const model_list = [{ model_name: 'm', litellm_params: { model: 'bedrock_mantle/qwen.qwen3-32b', ...params } }]
  const deployment = createCatalogue(litellmSchema.parse({ model_list }), env).all[0]
  if (!deployment) throw new Error('no deployment')
  return mantleTranslator.request(chat, deployment.target)
}

t.test('where Mantle is, and for which region a call is signed', async t => {
  const named = { model: 'bedrock_mantle/us-west-2/openai.gpt-oss-20b' }
  const table: [name: string, request: ProviderRequest, host: string, region: string][] = [
    ['by itself', asked({}), 'bedrock-mantle.us-east-1.api.aws/v1', 'us-east-1'],
    ['a region', asked({ aws_region_name: 'eu-west-1' }), 'bedrock-mantle.eu-west-1.api.aws/v1', 'eu-west-1'],
    ['in the name', asked(named), 'bedrock-mantle.us-west-2.api.aws/v1', 'us-west-2'],
    [
      'in a variable',
      asked({}, { BEDROCK_MANTLE_REGION: 'eu-west-2', AWS_REGION: 'x' }),
      'bedrock-mantle.eu-west-2.api.aws/v1',
      'eu-west-2',
    ],
    [
      'of a model with another path',
      asked({ model: 'bedrock_mantle/google.gemma-4-31b' }),
      'bedrock-mantle.us-east-1.api.aws/openai/v1',
      'us-east-1',
    ],
    [
      'the region of the address',
      asked({ api_base: 'https://bedrock-mantle.eu-north-1.api.aws/v1', aws_region_name: 'us-east-2' }),
      'bedrock-mantle.eu-north-1.api.aws/v1',
      'eu-north-1',
    ],
    ['elsewhere', asked({ ...named, api_base: 'https://mine/v1' }), 'mine/v1', 'us-east-1'],
  ]
  for (const [name, { url, signing }, place, region] of table) {
    t.equal(url, `https://${place}/chat/completions`, name)
    t.strictSame(signing, { service: 'bedrock', region }, name)
  }
  t.equal(asked(named).body['model'], 'openai.gpt-oss-20b', 'a region is no part of a name')
})

t.test('by token', async t => {
  const table: [string, ProviderRequest][] = [
    ['key', asked({ api_key: 'key' })],
    ['token', asked({}, { AWS_BEARER_TOKEN_BEDROCK: 'token' })],
    ['own', asked({}, { AWS_BEARER_TOKEN_BEDROCK: 'token', BEDROCK_MANTLE_API_KEY: 'own' })],
  ]
  for (const [key, { headers, signing }] of table) {
    t.equal(headers['authorization'], `Bearer ${key}`)
    t.equal(signing, undefined)
  }
  t.throws(() => asked({ model: 'bedrock_mantle/anthropic.claude-haiku-4-5' }), /does not serve Claude/)
})
