/** Names with stars, and what a configuration that has them says of unknown names. */
import type { ParityCase } from '../case.ts'
import { failing, one, routed } from './routing.ts'

const world = 'set'
const asked = (model: string): { model: string } => ({ model })

export const wildcardCases: readonly ParityCase[] = [
  ...routed('routing/wildcards', [
    ['by its provider', { world, groups: {} }, asked('anthropic/claude-sonnet-4-5')],
    ['of another name', { world, groups: {} }, asked('mine/gpt-4o')],
    ['the longest', { world, groups: {} }, asked('mine/mini-x')],
    ['anything', { world, groups: {} }, asked('gpt-4.1')],
    ['anything, with a slash', { world, groups: {} }, asked('some/gpt-4.1')],
    ['an exact name first', { world, groups: { '@a': [{ path: 'a' }] } }],
    ['streamed', { world, groups: {} }, { ...asked('mine/gpt-4o'), stream: true }],
    ['an unknown parameter', { world, groups: {} }, { ...asked('mine/gpt-4o'), no_such: 1 }],
    ['a default fallback', { world, groups: one, script: { a: [failing(400)] } }, { num_retries: 0 }],
  ]),
  ...['/v1/embeddings', '/v1/completions'].map((path): ParityCase => ({
    name: `routing/wildcards/any model at ${path}`,
    path,
    setup: { world, groups: {} },
    body: { model: path.includes('emb') ? 'text-embedding-3-small' : 'gpt-4.1', input: 'hi', prompt: 'hi' },
  })),
] // prettier-ignore

const refused = [
  'api_base',
  'base_url',
  'api_key',
  'user_config',
  'model_list',
  'input_cost_per_token',
  'langfuse_host',
]

export const refusedCases: readonly ParityCase[] = (
  [
    ['/v1/embeddings', { input: 'hi' }],
    ['/v1/completions', { prompt: 'hi' }],
    ['/v1/responses', { input: 'hi' }],
  ] as const
).flatMap(([path, ask]) => [
  ...refused.map((name): ParityCase => ({
    name: `refused/${path}/${name}`,
    path,
    body: { model: 'gpt', ...ask, [name]: name.includes('cost') ? 1 : 'x' },
  })),
  ...[{}, { model: 7 }, { model: 'nope' }, { model: 'gpt', mock_timeout: true }].map((body): ParityCase => ({
    name: `refused/${path}/${JSON.stringify(body)}`,
    path,
    body: { ...ask, ...body },
  })),
  { name: `refused/${path}/nothing asked`, path, body: { model: 'gpt' } },
  { name: `refused/${path}/no JSON`, path, body: '{oops' },
  { name: `refused/${path}/no key`, path, body: { model: 'gpt', ...ask }, headers: { authorization: null } },
])
