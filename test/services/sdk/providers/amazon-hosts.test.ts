import t from 'tap'
import { litellmSchema } from '../../../../config/litellm-schema.ts'
import { createCatalogue, type Deployment } from '../../../../services/sdk/deployments.ts'
import { translatorFor } from '../../../../services/sdk/providers/registry.ts'
import type { JsonObject, ProviderRequest } from '../../../../services/sdk/providers/translator.ts'

type Env = Readonly<Record<string, string>>

function deployed(model: string, params: JsonObject = {}, env: Env = {}): Deployment {
  const model_list = [{ model_name: 'm', litellm_params: { model, ...params } }]
  const [deployment] = createCatalogue(litellmSchema.parse({ model_list }), env).all
  if (!deployment) throw new Error('there is no deployment')
  return deployment
}

function asked(model: string, params: JsonObject = {}, env: Env = {}, chat: JsonObject = {}): ProviderRequest {
  const { target } = deployed(model, params, env)
  const translator = translatorFor(target.provider)
  if (!translator) throw new Error(`${model} is not served`)
  return translator.request({ messages: [{ role: 'user', content: 'hi' }], ...chat }, target)
}

const priceOf = (model: string, params: JsonObject = {}): unknown =>
  deployed(`bedrock_mantle/${model}`, params).prices.entry?.['input_cost_per_token']

const v1 = (region: string): string => `https://bedrock-mantle.${region}.api.aws/v1/chat/completions`

const keys = { aws_access_key_id: 'a', aws_secret_access_key: 's' }

t.test('Mantle is asked where the region, the model and the configuration say', async t => {
  const table: [name: string, model: string, params: JsonObject, env: Env, url: string, signedFor: string][] = [
    ['nothing', 'x', {}, {}, v1('us-east-1'), 'us-east-1'],
    ['its variable', 'x', {}, { BEDROCK_MANTLE_REGION: 'a-b-1', AWS_REGION: 'c-d-1' }, v1('a-b-1'), 'a-b-1'],
    ['AWS’s variables', 'x', {}, { AWS_REGION_NAME: 'a-b-1', AWS_REGION: 'c-d-1' }, v1('a-b-1'), 'a-b-1'],
    ['a prefix', 'eu-west-1/x', {}, { AWS_REGION: 'c-d-1' }, v1('eu-west-1'), 'eu-west-1'],
    ['a parameter', 'eu-west-1/x', { aws_region_name: 'eu-west-2' }, {}, v1('eu-west-2'), 'eu-west-2'],
    [
      'a host of its own, which decides what is signed',
      'x',
      { aws_region_name: 'eu-west-2', api_base: 'https://bedrock-mantle.eu-west-3.api.aws/v1' },
      {},
      v1('eu-west-3'),
      'eu-west-3',
    ],
    ['another host', 'x', { api_base: 'http://h/v1' }, {}, 'http://h/v1/chat/completions', 'us-east-1'],
    [
      'a variable with a host',
      'x',
      {},
      { BEDROCK_MANTLE_API_BASE: 'http://h/v2' },
      'http://h/v2/chat/completions',
      'us-east-1',
    ],
    [
      'a model behind /openai',
      'us-west-2/google.gemma-4-31b',
      {},
      {},
      'https://bedrock-mantle.us-west-2.api.aws/openai/v1/chat/completions',
      'us-west-2',
    ],
  ]
  for (const [name, model, params, env, url, region] of table) {
    const made = asked(`bedrock_mantle/${model}`, { ...keys, ...params }, env)
    t.equal(made.url, url, name)
    t.same(made.signing, { service: 'bedrock', region }, name)
  }
})

t.test('Mantle takes tokens before signatures', async t => {
  const table: [JsonObject, Env, string][] = [
    [{ api_key: 'own' }, { BEDROCK_MANTLE_API_KEY: 'b' }, 'own'],
    [{}, { BEDROCK_MANTLE_API_KEY: 'b', AWS_BEARER_TOKEN_BEDROCK: 'c' }, 'b'],
    [keys, { AWS_BEARER_TOKEN_BEDROCK: 'c' }, 'c'],
  ]
  for (const [params, env, token] of table) {
    const made = asked('bedrock_mantle/x', params, env)
    t.match(made.headers, { authorization: `Bearer ${token}` })
    t.equal(made.signing, undefined)
  }
  t.match(asked('bedrock_mantle/x', { ...keys, aws_bedrock_project_id: 'p' }).headers, { 'openai-project': 'p' })
})

t.test('prices of Mantle are those of the region', async t => {
  t.equal(priceOf('openai.gpt-oss-20b'), 7e-8)
  t.equal(priceOf('us-east-2/openai.gpt-oss-20b'), 7e-8, 'a region that the table does not know')
  t.equal(priceOf('us-gov-west-1/openai.gpt-oss-20b'), 8.4e-8)
  t.equal(priceOf('openai.gpt-oss-20b', { aws_region_name: 'us-gov-west-1' }), 8.4e-8)
})

t.test('what Mantle is not asked', async t => {
  t.throws(() => asked('bedrock_mantle/anthropic.claude-opus-5-5', keys), /does not serve Claude/)
  t.match(asked('bedrock_mantle/openai.gpt-6-nope', keys, {}, { verbosity: 'low' }).body, { verbosity: 'low' })
  t.throws(() => asked('bedrock_mantle/x', keys, {}, { verbosity: 'low' }), /verbosity/)
})

t.test('Amazon Nova wants a key', async t => {
  t.match(asked('amazon_nova/x', {}, { AMAZON_NOVA_API_KEY: 'k' }), {
    url: 'https://api.nova.amazon.com/v1/chat/completions',
    headers: { authorization: 'Bearer k' },
  })
  t.equal(
    asked('amazon_nova/x', { api_key: 'k' }, { AMAZON_NOVA_API_BASE: 'http://h' }).url,
    'http://h/chat/completions',
  )
  t.throws(() => asked('amazon_nova/x'), /Missing API Key/)
})

t.test('failures of Mantle', async t => {
  const { target } = deployed('bedrock_mantle/x', keys)
  const told = (status: number, text: string): [number | undefined, string | undefined] => {
    const fault = translatorFor('bedrock_mantle')?.error(status, text, target)
    return [fault?.status, fault?.litellmClass]
  }
  const words = 'prompt tokens (12) exceed model maximum (10)'
  t.same(told(400, `invalid_request_error: ${words}`), [400, 'ContextWindowExceededError'])
  t.same(told(400, words), [400, 'BadRequestError'])
  t.same(told(418, 'ThrottlingException'), [429, 'RateLimitError'])
  t.same(told(500, 'x'), [503, 'ServiceUnavailableError'])
  t.same(told(403, 'x'), [403, 'PermissionDeniedError'])
})
