/** The other endpoints for models that only the Responses API has. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { anthropicMessages, callsOf, user, type Row } from '../case.ts'
import { completed, start, words } from './responses-answers.ts'
import { openaiError, responseAnswer, stream } from '../answers.ts'
import { responsesOf } from './responses-api.ts'

const at = (model: string, rows: readonly Row[]): readonly Row[] =>
  rows.map(([name, body, more]) => [name, body, { ...more, deployment: { ...more?.deployment, model } }])
const tools: JsonObject[] = [
  {
    name: 'get_weather',
    description: 'The weather.',
    input_schema: { type: 'object', properties: { city: { type: 'string' } } },
  },
]

const texts: readonly Row[] = [
  ['plain', {}],
  ['parameters', { max_tokens: 5, temperature: 1, user: 'u', suffix: 'x', echo: true, odd: 1 }],
  ['two prompts', { prompt: ['a', 'b'] }],
  ['a stream', { stream: true }],
  ['a stream with usage', { stream: true, stream_options: { include_usage: true } }],
  ['an answer', {}, { provider: responseAnswer() }],
  [
    'an answer that was cut',
    {},
    { provider: responseAnswer({ status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } }) },
  ],
  ['an error', {}, { deployment: {}, provider: openaiError(400) }],
  ['429', {}, { deployment: {}, provider: openaiError(429) }],
  ['500, streamed', { stream: true }, { deployment: {}, provider: openaiError(500) }],
]

const messages: readonly Row[] = [
  ['plain', {}],
  ['system and parameters', { system: 'S', temperature: 1, metadata: { user_id: 'u' }, stop_sequences: ['x'] }],
  ['tools', { tools, tool_choice: { type: 'any' }, messages: [user('[sim:tool] x')] }],
  ['thinking', { thinking: { type: 'enabled', budget_tokens: 2000 }, max_tokens: 4000 }],
  ['a stream', { stream: true }],
  ['a stream of calls', { stream: true, tools, messages: [user('[sim:tool] x')] }],
  ['a stream of thoughts', { stream: true, messages: [user('[sim:thinking] x')] }],
  [
    'results',
    {
      tools,
      messages: [
        user('a'),
        { role: 'assistant', content: [{ type: 'tool_use', id: 't1', name: 'get_weather', input: { city: 'P' } }] },
        user([{ type: 'tool_result', tool_use_id: 't1', content: 'sunny' }]),
      ],
    },
  ],
  ['an error', {}, { deployment: {}, provider: openaiError(429) }],
]

const xai: readonly Row[] = [
  ['plain', {}],
  [
    'instructions and limits',
    { instructions: 'I', max_output_tokens: 5, temperature: 0.5, metadata: { a: 'b' }, store: false },
  ],
  [
    'tools',
    {
      tools: [
        { type: 'web_search', search_context_size: 'low', filters: { allowed_domains: ['a'] } },
        { type: 'function', name: 'f', strict: true, parameters: { type: 'object', properties: {} } },
      ],
    },
    { provider: responseAnswer() },
  ],
  [
    'items',
    {
      input: [
        user('a'),
        { type: 'function_call', id: 'x1', call_id: 'c', name: 'f', arguments: '{}' },
        { type: 'function_call_output', call_id: 'c', output: 'r' },
      ],
    },
  ],
  ['an effort', { reasoning: { effort: 'low' } }],
  ['a stream', { stream: true }],
  ['a stream of its own', { stream: true }, { provider: stream([...start, ...words, completed]) }],
  [
    'costs told',
    {},
    {
      provider: responseAnswer({
        usage: { input_tokens: 1, output_tokens: 2, total_tokens: 3, cost_in_usd_ticks: 100000 },
      }),
    },
  ],
  ['400', {}, { deployment: {}, provider: openaiError(400) }],
  ['429', {}, { deployment: {}, provider: openaiError(429) }],
  ['500, streamed', { stream: true }, { deployment: {}, provider: openaiError(500) }],
]

export const chatResponsesRouteCases = [
  ...callsOf('/v1/completions', 'chat responses, completions', { model: 'gpt-codex', prompt: 'hi' }, texts),
  ...callsOf('/v1/completions', 'chat responses, azure completions', { model: 'azure-codex', prompt: 'hi' }, texts),
  ...anthropicMessages('chat responses, messages api', 'gpt-codex', messages),
  ...anthropicMessages('chat responses, azure messages api', 'azure-codex', messages),
  ...anthropicMessages('chat responses, azure gpt-5.4 messages api', 'azure', at('azure/gpt-5.4', messages)),
  ...responsesOf('responses/xai', 'xai', xai),
]
