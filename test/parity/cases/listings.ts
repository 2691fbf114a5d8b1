/** What is asked by GET: models, deployments, groups, health, and the keys such requests may bring. */
import type { ParityCase } from '../case.ts'
import type { Setup, Sketch } from '../worlds.ts'

const get = (name: string, path: string, more: Partial<ParityCase> = {}): ParityCase => ({
  name: `listings/${name}`,
  method: 'GET',
  path,
  ...more,
})

const set: Setup = { world: 'set', groups: {} }

const prices = { input_cost_per_token: 0.001, output_cost_per_token: 0.002 }
const one: Setup = { groups: { '@a': [{ path: 'a', params: { ...prices, rpm: 5 } }] } }
const two: Setup = {
  groups: {
    '@a': [
      { path: 'a', params: { rpm: 5 } },
      { path: 'b', model: 'anthropic/claude-sonnet-4-5', params: { tpm: 7 } },
    ],
  },
}

const secrets: Setup = {
  groups: {
    '@a': [
      {
        path: 'a',
        params: {
          aws_access_key_id: 'AKIA0123456789',
          aws_secret_access_key: 'a secret of AWS',
          aws_session_token: 'a session of AWS',
          client_secret: 'a secret of Azure',
          azure_ad_token: 'a token of Azure',
          vertex_credentials: '{"private_key":"a key of Google"}',
          zen_api_key: 'short',
          max_tokens: 5,
          extra_body: { 'x-api-key': 'a key of theirs', kept: 'as it is', tokens: ['none of these'] },
          token: ['a first token', 'another', 7],
        },
      },
    ],
  },
}

/** Models the table does not hold: whose family is known, and whose is not. */
const guessed: Readonly<Record<string, readonly Sketch[]>> = {
  claude: [{ path: 'a', model: 'anthropic/claude-sonnet-4-20250514' }],
  opus: [{ path: 'a', model: 'anthropic/claude-opus-9' }],
  gemini: [{ path: 'a', model: 'gemini/gemini-9-pro' }],
  gpt: [{ path: 'a', model: 'openai/gpt-4o-2099-01-01' }],
  nobody: [{ path: 'a', model: 'openai/nobody-1' }],
  instruct: [{ path: 'a', model: 'openai/gpt-3.5-turbo-instruct' }],
  told: [{ path: 'a', model: 'openai/nobody-2', info: { mode: 'chat', max_input_tokens: 7, max_output_tokens: 8 } }],
  two: [
    { path: 'a', model: 'openai/gpt-4o' },
    { path: 'b', model: 'openai/gpt-5' },
  ],
}

const aliased: Setup = { groups: { '@claude-opus-9': [{ path: 'a', model: 'openai/nobody-3' }] } }

const keyHeaders = ['x-litellm-api-key', 'api-key', 'x-api-key', 'x-goog-api-key', 'Ocp-Apim-Subscription-Key']

export const listingCases: readonly ParityCase[] = [
  get('models', '/v1/models'),
  get('models, with an unknown parameter', '/v1/models?limit=1000'),
  get('models and what else is known', '/v1/models?include_metadata=true'),
  get('models and fallbacks of a kind', '/v1/models?include_metadata=true&fallback_type=context_window'),
  get('models and fallbacks of no kind', '/v1/models?include_metadata=true&fallback_type=nope'),
  get('a model', '/v1/models/claude'),
  get('a model without v1', '/models/gpt'),
  get('an alias', '/v1/models/nickname'),
  get('an unknown model', '/v1/models/nope'),
  get('a deployment', '/v1/model/info?litellm_model_id=@a', { setup: one }),
  get('a deployment without v1', '/model/info?litellm_model_id=@a', { setup: one }),
  get('a deployment with secrets', '/v1/model/info?litellm_model_id=@a', { setup: secrets }),
  get('an unknown deployment', '/model/info?litellm_model_id=nope'),
  get('a group of two', '/model_group/info?model_group=@a', { setup: two }),
  get('a group', '/model_group/info?model_group=claude'),
  get('an unknown group', '/model_group/info?model_group=nope'),
  get('alive', '/health/liveliness'),
  get('alive, spelt otherwise', '/health/liveness'),
  get('ready', '/health/readiness'),
  get('ready, without a key', '/health/readiness', { headers: { authorization: null } }),
  get('ready, from a page', '/health/readiness', { headers: { origin: 'https://x.example.com' } }),
  get('models, from a page', '/v1/models', { headers: { origin: 'https://x.example.com' } }),
  get('models, packed', '/v1/models', { headers: { 'accept-encoding': 'br, gzip;q=0' } }),
  get('deployments without a key', '/model/info', { headers: { authorization: null } }),
  get('groups with a wrong key', '/model_group/info', { headers: { authorization: 'Bearer sk-wrong' } }),
  ...keyHeaders.map(name =>
    get(`a key as ${name}`, '/v1/models/gpt', { headers: { authorization: null, [name]: 'KEY' } }),
  ),
  ...['bearer KEY', 'Basic KEY', 'KEY'].map(value =>
    get(`a key as ${value}`, '/v1/models/gpt', { headers: { authorization: value } }),
  ),
  ...Object.entries(guessed).flatMap(([name, sketches]) => {
    const setup: Setup = { groups: { [`@${name}`]: sketches } }
    return [
      get(`guessed ${name}`, `/v1/models/@${name}`, { setup }),
      get(`a group, guessed ${name}`, `/model_group/info?model_group=@${name}`, { setup }),
      get(`a deployment, guessed ${name}`, '/v1/model/info?litellm_model_id=@a', { setup }),
    ]
  }),
  get('guessed by its alias', '/v1/models/@claude-opus-9', { setup: aliased }),
  get('a group guessed by its alias', '/model_group/info?model_group=@claude-opus-9', { setup: aliased }),
  get('a wildcard', '/v1/models/anthropic%2F*', { setup: set }),
  get('wild groups', '/model_group/info?model_group=anthropic/claude-sonnet-4-5', { setup: set }),
]
