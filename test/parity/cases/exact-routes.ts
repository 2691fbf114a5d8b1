/** Each route by itself: other methods, other spellings of its path, bodies nobody can read, models and keys that are none. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import type { ParityCase } from '../case.ts'
import { user } from '../case.ts'

interface Route {
  readonly path: string
  readonly good: JsonObject
  /** The key that must be there besides the model. */
  readonly required: string
}

const chat = { model: 'claude', messages: [user('hi')] }
const text = { model: 'instruct', prompt: 'hi' }
const vectors = { model: 'embedding', input: 'hi' }

const posts: readonly Route[] = [
  { path: '/v1/chat/completions', good: chat, required: 'messages' },
  { path: '/chat/completions', good: chat, required: 'messages' },
  { path: '/v1/completions', good: text, required: 'prompt' },
  { path: '/completions', good: text, required: 'prompt' },
  { path: '/v1/embeddings', good: vectors, required: 'input' },
  { path: '/embeddings', good: vectors, required: 'input' },
  { path: '/v1/messages', good: { ...chat, max_tokens: 5 }, required: 'messages' },
  { path: '/v1/messages/count_tokens', good: chat, required: 'messages' },
  { path: '/v1/responses', good: { model: 'gpt', input: 'hi' }, required: 'input' },
  { path: '/responses', good: { model: 'gpt', input: 'hi' }, required: 'input' },
  { path: '/engines/instruct/completions', good: { prompt: 'hi' }, required: 'prompt' },
  { path: '/openai/deployments/embedding/embeddings', good: { input: 'hi' }, required: 'input' },
]

const gets = [
  '/v1/models',
  '/models',
  '/v1/models/gpt',
  '/v1/model/info?litellm_model_id=nope',
  '/model/info?litellm_model_id=nope',
  '/model_group/info?model_group=nope',
  '/health/liveliness',
  '/health/liveness',
  '/health/readiness',
]

const named = (name: string, path: string, more: Partial<ParityCase>): ParityCase => ({
  name: `routes${path}/${name}`,
  path,
  ...more,
})

function ofPost({ path, good, required }: Route): ParityCase[] {
  const bodies: readonly (readonly [string, string])[] = [
    ['empty', ''],
    ['blanks', ' \n'],
    ['no JSON', '{oops'],
    ['a list', '[]'],
    ['a list of pairs', '[["model", "claude"]]'],
    ['a number', '7'],
    ['a text', '"x"'],
    ['null', 'null'],
    ['true', 'true'],
    ['an empty object', '{}'],
    ['NaN', '{"model": "nope", "temperature": NaN}'],
    ['a key twice', `{"model": "nope", ${JSON.stringify(good).slice(1)}`],
    ['a byte order mark', `\uFEFF${JSON.stringify(good)}`],
  ]
  const models = [7, null, true, '', 'nope', ['claude'], { a: 1 }, ' claude', 'claude ']
  const types = [
    null,
    'text/plain',
    'application/json; charset=utf-8',
    'application/json; charset=latin1',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    'APPLICATION/JSON',
  ]
  return [
    ...(['GET', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const).map(method => named(method, path, { method })),
    named('GET without a key', path, { method: 'GET', headers: { authorization: null } }),
    named('a slash behind', `${path}/`, { body: good }),
    named('a slash behind and a query', `${path}/?beta=true`, { body: good }),
    named('a query', `${path}?beta=true`, { body: good }),
    ...bodies.map(([name, body]) => named(`body ${name}`, path, { body })),
    named('no required key', path, { body: { model: good['model'] ?? null } }),
    named('a required key of null', path, { body: { ...good, [required]: null } }),
    named('a required key of nothing', path, { body: { ...good, [required]: [] } }),
    ...models.map(model => named(`model ${JSON.stringify(model)}`, path, { body: { ...good, model } })),
    named('no model', path, { body: { [required]: good[required] ?? null } }),
    ...types.map(type => named(`type ${type}`, path, { headers: { 'content-type': type }, body: good })),
    named('gzip', path, { headers: { 'content-encoding': 'gzip' }, body: good, packed: true }),
    named('gzip unsaid', path, { body: good, packed: true }),
    ...keysOf(path, { body: good }),
  ]
}

function keysOf(path: string, more: Partial<ParityCase>): ParityCase[] {
  const keys: readonly (readonly [string, Record<string, string | null>])[] = [
    ['no key', { authorization: null }],
    ['a wrong key', { authorization: 'Bearer sk-wrong' }],
    ['a key that is none', { authorization: 'Bearer wrong' }],
    ['an empty key', { authorization: 'Bearer ' }],
    ['api-key', { authorization: null, 'api-key': 'KEY' }],
    ['x-api-key', { authorization: null, 'x-api-key': 'KEY' }],
    ['a wrong x-api-key', { authorization: null, 'x-api-key': 'sk-wrong' }],
  ]
  return keys.map(([name, headers]) => named(name, path, { ...more, headers }))
}

const ofGet = (path: string): ParityCase[] => [
  ...(['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'] as const).map(method => named(method, path, { method })),
  named('a slash behind', path.includes('?') ? path.replace('?', '/?') : `${path}/`, { method: 'GET' }),
  ...keysOf(path, { method: 'GET' }),
]

const preflight = { origin: 'https://x.example.com', 'access-control-request-method': 'POST' }

export const routeCases: readonly ParityCase[] = [
  ...posts.flatMap(ofPost),
  ...gets.flatMap(ofGet),
  ...['/nope', '/v1/nope', '/v1/chat', '/v1', '//v1/models'].flatMap(path => [
    named('GET of nothing', path, { method: 'GET' }),
    named('POST of nothing', path, { body: {} }),
    named('GET of nothing without a key', path, { method: 'GET', headers: { authorization: null } }),
  ]),
  named('a preflight', '/v1/chat/completions', { method: 'OPTIONS', headers: { ...preflight, authorization: null } }),
  named('a preflight with headers', '/v1/messages', {
    method: 'OPTIONS',
    headers: { ...preflight, 'access-control-request-headers': 'authorization, x-foo' },
  }),
  named('a preflight of nothing', '/nope', { method: 'OPTIONS', headers: preflight }),
]
