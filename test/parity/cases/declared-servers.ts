/** Servers of which the configuration says that they have Anthropic's API, or the Responses API, beside their own. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { messagesPath, type ParityCase, user } from '../case.ts'
import { tool } from './messages-api.ts'
import { failing } from './routing.ts'

const marked = [{ type: 'text', text: 'S', cache_control: { type: 'ephemeral', ttl: '1h' } }]
const message: JsonObject = { max_tokens: 3000, messages: [user('Hello')], system: marked }
const bill = { system: [{ type: 'text', text: 'x-anthropic-billing-header: a' }, ...marked] }

type Asked = readonly [name: string, body: JsonObject, headers?: Record<string, string>]

const messages: readonly Asked[] = [
  ['a message', {}],
  ['a stream', { stream: true, tools: [tool], messages: [user('[sim:tool]')] }],
  ['thoughts', { thinking: { type: 'adaptive' }, output_config: { effort: 'high' } }],
  ['the accounting of Claude Code', bill],
  ['no max_tokens', { max_tokens: null }],
  ['an error', {}],
  ['betas', { speed: 'fast', drop_params: true, safeguards: [{}] }, { 'anthropic-beta': 'own-1' }],
]
const responses: readonly Asked[] = [
  ['a response', { reasoning: { effort: 'low' } }],
  ['an error', {}],
]

const models = ['hosted_vllm/qwen', 'openai/my-model', 'groq/llama-3.3-70b-versatile', 'scaleway/some-model']

function casesOf(model: string, info: JsonObject, path: string, base: JsonObject, all: readonly Asked[]): ParityCase[] {
  const topic = `declared servers/${model}${path}/${'cache_control_ttl' in info ? 'keeping caches/' : ''}`
  return all.map(([name, body, headers = {}]) => ({
    name: topic + name,
    path,
    headers,
    setup: {
      groups: { '@a': [{ path: 'a', model, info }] },
      ...(name === 'an error' ? { script: { a: [failing(400)] } } : {}),
    },
    body: { model: '@a', ...base, ...body },
  }))
}

const has = (endpoint: string): JsonObject => ({ supported_endpoints: [endpoint] })

export const declaredServerCases: readonly ParityCase[] = models.flatMap(model => [
  ...casesOf(model, has('/v1/messages'), messagesPath, message, messages),
  ...casesOf(model, { ...has('/v1/messages'), cache_control_ttl: true }, messagesPath, message, messages.slice(0, 1)),
  ...casesOf(model, has('/v1/responses'), '/v1/responses', { input: 'Hello' }, responses),
])
