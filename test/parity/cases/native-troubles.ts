/** Calls of providers with words of their own that bring nothing: on every route. */
import { anthropicMessages, callsOf, chats, type ParityCase, type Row } from '../case.ts'

const nowhere = 'http://127.0.0.1:9'
const silent = { provider: { headers: { 'content-type': 'application/json' }, body: [5_000, '{}'] } }

/** Where a provider's address goes on behind its host. */
const asked: Readonly<Record<string, string>> = {
  watsonx: '',
  'watsonx-text': '',
  triton: '/v2/models/llama/generate',
  gigachat: '',
  oci: '',
  langflow: '',
  langgraph: '',
  predibase: '',
  'codestral-fim': '/v1/fim/completions',
  'cohere-v1': '/v1/chat',
}

const rowsOf = (path: string): readonly Row[] => [
  ['nobody there', {}, { deployment: { api_base: nowhere + path } }],
  ['our own timeout', {}, { ...silent, deployment: { timeout: 0.5 } }],
]

const routesOf = (topic: string, divider: string, model: string, rows: readonly Row[]): readonly ParityCase[] => [
  ...chats(topic, model, rows),
  ...anthropicMessages(`${topic}${divider}messages`, model, rows),
  ...callsOf('/v1/responses', `${topic}${divider}responses`, { model, input: 'hi' }, rows),
  ...callsOf('/v1/completions', `${topic}${divider}completions`, { model, prompt: 'hi' }, rows),
]

export const nativeTroubleCases: readonly ParityCase[] = [
  ...Object.entries(asked).flatMap(([model, path]) => routesOf(`natives/${model}`, '/', model, rowsOf(path))),
  ...routesOf('cohere', ' ', 'cohere', rowsOf('/v2/chat')),
]
