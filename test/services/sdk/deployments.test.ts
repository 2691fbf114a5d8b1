import t from 'tap'
import { litellmSchema } from '../../../config/litellm-schema.ts'
import { createCatalogue, type Deployment } from '../../../services/sdk/deployments.ts'
import { pickDeployment } from '../../../services/sdk/router/pick.ts'

const withWeights = (...weights: number[]): Deployment[] => {
  const model_list = weights.map((weight, index) => ({
    model_name: 'm',
    litellm_params: { model: `openai/m${index}`, api_key: 'k', weight },
  }))
  return [...createCatalogue(litellmSchema.parse({ model_list }), {}).find('m')]
}

const picks: { name: string; weights: number[]; draw: number; want: number }[] = [
  { name: 'the only one', weights: [1], draw: 0.999, want: 0 },
  { name: 'the first half', weights: [1, 1], draw: 0.499, want: 0 },
  { name: 'the second half', weights: [1, 1], draw: 0.5, want: 1 },
  { name: 'nine tenths', weights: [9, 1], draw: 0.899, want: 0 },
  { name: 'the last tenth', weights: [9, 1], draw: 0.9, want: 1 },
  { name: 'a weight of zero is never drawn at the beginning', weights: [0, 1], draw: 0, want: 1 },
  { name: 'a weight of zero is never drawn at the end', weights: [1, 0], draw: 0.999_999, want: 0 },
  { name: 'all zero: as if all were alike', weights: [0, 0], draw: 0.7, want: 1 },
  { name: 'the highest draw there is', weights: [0.1, 0.2, 0.3], draw: 1 - Number.EPSILON / 2, want: 2 },
]

for (const { name, weights, draw, want } of picks) {
  t.test(`pick: ${name}`, async t => {
    t.equal(pickDeployment(withWeights(...weights), draw)?.target.model, `m${want}`)
  })
}

t.test('nothing to pick from', async t => {
  t.equal(pickDeployment([], 0.5), null)
})

t.test('draws spread as the weights say', async t => {
  const deployments = withWeights(1, 3)
  const draws = Array.from({ length: 1_000 }, (_, index) => index / 1_000)
  const second = draws.filter(draw => pickDeployment(deployments, draw) === deployments[1]).length
  t.equal(second, 750)
})

const entry = (params: object) => ({ model_list: [{ model_name: 'm', litellm_params: params }] })

const targets: { name: string; config: object; env?: Record<string, string>; want: object }[] = [
  {
    name: 'prefix and default address',
    config: entry({ model: 'anthropic/claude-x', api_key: 'k' }),
    want: {
      target: { provider: 'anthropic', model: 'claude-x', apiBase: 'https://api.anthropic.com', apiKey: 'k' },
      timeoutMs: 600_000,
      streamTimeoutMs: 600_000,
      supermemory: false,
      shares: { weight: 0, rpm: 0, tpm: 0 },
    },
  },
  {
    name: 'an address without its last slash',
    config: entry({ model: 'openai/m', api_base: 'http://h:1/v1//' }),
    want: { target: { apiBase: 'http://h:1/v1' } },
  },
  {
    name: 'address and key from the environment',
    config: entry({ model: 'anthropic/m' }),
    env: { ANTHROPIC_API_BASE: 'http://h:2', ANTHROPIC_API_KEY: 'from-env' },
    want: { target: { apiBase: 'http://h:2', apiKey: 'from-env' } },
  },
  {
    name: 'OPENAI_BASE_URL before OPENAI_API_BASE',
    config: entry({ model: 'openai/m' }),
    env: { OPENAI_API_BASE: 'http://second/v1', OPENAI_BASE_URL: 'http://first/v1' },
    want: { target: { apiBase: 'http://first/v1' } },
  },
  {
    name: 'an empty variable is none',
    config: entry({ model: 'openai/m' }),
    env: { OPENAI_BASE_URL: '', OPENAI_API_BASE: '' },
    want: { target: { apiBase: 'https://api.openai.com/v1' } },
  },
  {
    name: 'custom_llm_provider',
    config: entry({ model: 'my/model', custom_llm_provider: 'openai' }),
    want: { target: { provider: 'openai', model: 'my/model' } },
  },
  {
    name: 'no prefix: by its first letters',
    config: entry({ model: 'claude-x' }),
    want: { target: { provider: 'anthropic', model: 'claude-x' } },
  },
  {
    name: 'times: the deployment’s own',
    config: {
      ...entry({ model: 'openai/m', timeout: 3, stream_timeout: 1 }),
      litellm_settings: { request_timeout: 9 },
    },
    want: { timeoutMs: 3_000, streamTimeoutMs: 1_000 },
  },
  {
    name: 'times: the global one before the router’s, as in LiteLLM',
    config: {
      ...entry({ model: 'openai/m' }),
      router_settings: { timeout: 5 },
      litellm_settings: { request_timeout: 9 },
    },
    want: { timeoutMs: 9_000, streamTimeoutMs: 9_000 },
  },
  {
    name: 'defaults of a call, and what is not one',
    config: entry({ model: 'openai/m', temperature: 0.5, max_retries: 3, rpm: 7, extra_headers: { 'X-A': 'b' } }),
    want: { target: { defaults: { temperature: 0.5 }, headers: { 'x-a': 'b' } }, shares: { rpm: 7 } },
  },
  {
    name: 'drop_params of all deployments, which one cannot take back',
    config: { ...entry({ model: 'openai/m', drop_params: false }), litellm_settings: { drop_params: true } },
    want: { target: { dropParams: true, dropsEverywhere: true } },
  },
  {
    name: 'drop_params of a deployment alone',
    config: entry({ model: 'openai/m', drop_params: true }),
    want: { target: { dropParams: true, dropsEverywhere: false } },
  },
  {
    name: 'Supermemory by its domain',
    config: entry({ model: 'anthropic/m', api_base: 'https://api.supermemory.ai/v3/api.anthropic.com' }),
    want: { supermemory: true },
  },
  {
    name: 'not Supermemory: a domain that only ends alike',
    config: entry({ model: 'anthropic/m', api_base: 'https://evilsupermemory.ai/v3' }),
    want: { supermemory: false },
  },
  {
    name: 'Supermemory by SUPERMEMORY_API_BASE',
    config: entry({ model: 'anthropic/m', api_base: 'http://h:3/memory/v3' }),
    env: { SUPERMEMORY_API_BASE: 'http://h:3/memory' },
    want: { supermemory: true },
  },
]

for (const { name, config, env = {}, want } of targets) {
  t.test(`deployment: ${name}`, async t => {
    const [deployment] = createCatalogue(litellmSchema.parse(config), env).find('m')
    t.match(deployment, want)
  })
}

t.test('names: aliases first, each once, hidden ones not; all can be asked for', async t => {
  const model = { litellm_params: { model: 'openai/m' } }
  const catalogue = createCatalogue(
    litellmSchema.parse({
      model_list: ['b', 'a', 'b'].map(model_name => ({ model_name, ...model })),
      router_settings: { model_group_alias: { z: 'b', h: { model: 'a', hidden: true }, lost: 'nowhere' } },
    }),
    {},
  )
  t.strictSame(catalogue.names, ['z', 'lost', 'b', 'a'])
  t.equal(catalogue.find('z').length, 2)
  t.equal(catalogue.find('h').length, 1)
  for (const name of ['lost', 'nowhere', '', '__proto__', 'constructor']) t.strictSame(catalogue.find(name), [], name)
})
