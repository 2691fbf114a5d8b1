/** What is answered before any provider is asked: keys, unreadable bodies, unknown models, lists. */
import type { ParityCase } from '../case.ts'
import { chatPath, chats, messagesPath, user } from '../case.ts'

const question = { model: 'claude', messages: [user('hi')] }
const withHeaders = (name: string, headers: Record<string, string | null>): ParityCase => ({
  name: `keys/${name}`,
  path: chatPath,
  headers,
  body: question,
})
const raw = (name: string, body: string, path = chatPath): ParityCase => ({ name: `bodies/${name}`, path, body })
const get = (name: string, path: string, headers: Record<string, string | null> = {}): ParityCase => ({
  name,
  method: 'GET',
  path,
  headers,
})

const keys = [
  withHeaders('none', { authorization: null }),
  withHeaders('wrong', { authorization: 'Bearer sk-wrong' }),
  withHeaders('without Bearer', { authorization: 'sk-wrong' }),
  withHeaders('wrong in x-api-key', { authorization: null, 'x-api-key': 'sk-wrong' }),
  withHeaders('Authorization decides', { authorization: 'Bearer sk-wrong', 'x-api-key': 'sk-other' }),
  withHeaders('an unknown scheme', { authorization: 'Digest abc' }),
  withHeaders('empty', { authorization: '' }),
  withHeaders('bearer in small letters', { authorization: 'bearer KEY' }),
  withHeaders('Basic', { authorization: 'Basic KEY' }),
  withHeaders('a bare key', { authorization: 'KEY' }),
  withHeaders('x-litellm-api-key', { authorization: null, 'x-litellm-api-key': 'Bearer KEY' }),
  withHeaders('x-litellm-api-key without Bearer', { authorization: null, 'x-litellm-api-key': 'KEY' }),
  withHeaders('x-litellm-api-key decides', { authorization: 'Bearer sk-wrong', 'x-litellm-api-key': 'KEY' }),
  withHeaders('x-litellm-api-key decides, wrong', { 'x-litellm-api-key': 'sk-wrong' }),
  withHeaders('x-api-key', { authorization: null, 'x-api-key': 'KEY' }),
  withHeaders('api-key', { authorization: null, 'api-key': 'KEY' }),
  withHeaders('x-goog-api-key', { authorization: null, 'x-goog-api-key': 'KEY' }),
  withHeaders('Ocp-Apim-Subscription-Key', { authorization: null, 'ocp-apim-subscription-key': 'KEY' }),
  withHeaders('api-key before x-api-key', { authorization: null, 'api-key': 'KEY', 'x-api-key': 'sk-wrong' }),
  withHeaders('x-api-key with Bearer', { authorization: null, 'x-api-key': 'Bearer KEY' }),
  {
    ...withHeaders('none for messages', { authorization: null }),
    path: messagesPath,
    body: { ...question, max_tokens: 5 },
  },
  {
    ...withHeaders('wrong for messages', { authorization: 'Bearer sk-wrong' }),
    path: messagesPath,
    body: { ...question, max_tokens: 5 },
  },
  get('keys/none for the models', '/v1/models', { authorization: null }),
  get('keys/wrong for the models', '/v1/models', { authorization: 'Bearer sk-wrong' }),
]

const bodies = [
  raw('no JSON', '{oops'),
  raw('cut off', '{"model": "claude", "messages": ['),
  raw('empty', ''),
  raw('an empty object', '{}'),
  raw('a list', '[]'),
  raw('a text', '"hello"'),
  raw('null', 'null'),
  raw('a trailing comma', '{"model": "claude",}'),
  raw('no messages', '{"model": "claude"}'),
  raw('messages null', '{"model": "claude", "messages": null}'),
  raw('no model', '{"messages": [{"role": "user", "content": "hi"}]}'),
  raw('model null', '{"model": null, "messages": [{"role": "user", "content": "hi"}]}'),
  raw('model a number', '{"model": 7, "messages": [{"role": "user", "content": "hi"}]}'),
  raw('model empty', '{"model": "", "messages": [{"role": "user", "content": "hi"}]}'),
  raw('no JSON for messages', '{oops', messagesPath),
  raw('an empty object for messages', '{}', messagesPath),
  raw('no messages for messages', '{"model": "claude", "max_tokens": 5}', messagesPath),
  raw(
    'no max_tokens for messages',
    '{"model": "claude", "messages": [{"role": "user", "content": "hi"}]}',
    messagesPath,
  ),
  raw('no model for messages', '{"max_tokens": 5, "messages": [{"role": "user", "content": "hi"}]}', messagesPath),
]

export const proxyCases: readonly ParityCase[] = [
  ...keys,
  ...bodies,
  ...chats('models', 'nope', [
    ['unknown', {}],
    ['unknown, streamed', { stream: true }],
  ]),
  ...chats('models', 'nickname', [
    ['an alias', {}],
    ['an alias, streamed', { stream: true }],
  ]),
  { name: 'models/list', method: 'GET', path: '/v1/models' },
  { name: 'models/list without v1', method: 'GET', path: '/models' },
  { name: 'paths/without v1', path: '/chat/completions', body: question },
  get('health/liveliness', '/health/liveliness', { authorization: null }),
  get('health/readiness', '/health/readiness', { authorization: null }),
]
