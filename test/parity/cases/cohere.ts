/** Cohere, which is asked through the AI SDK: what it loses is on the list of deviations. */
import { asText, type JsonObject } from '../../../services/simulator/json.ts'
import type { ScriptedAnswer } from '../../../services/simulator/script.ts'
import { answer } from '../answers.ts'
import { chats, clockTool, png, toolCall, user, weatherTool, type ParityCase, type Row } from '../case.ts'
import type { Words } from './natives.ts'

const usage: JsonObject = {
  billed_units: { input_tokens: 3, output_tokens: 4 },
  tokens: { input_tokens: 60, output_tokens: 4 },
}
const said = (message: JsonObject, more: JsonObject = {}): ScriptedAnswer =>
  answer({ id: 'c1', finish_reason: 'COMPLETE', message: { role: 'assistant', ...message }, usage, ...more })
const text = (words: string): ScriptedAnswer => said({ content: [{ type: 'text', text: words }] })
const call: JsonObject = {
  id: 'get_weather_1',
  type: 'function',
  function: { name: 'get_weather', arguments: '{"city":"x"}' },
}
const hello = text('Hello')

const event = (data: JsonObject): string => `event: ${asText(data['type'])}\ndata: ${JSON.stringify(data)}\n\n`
const delta = (words: string): string =>
  event({ type: 'content-delta', index: 0, delta: { message: { content: { text: words } } } })
const begin = [
  event({
    type: 'message-start',
    id: 'c1',
    delta: { message: { role: 'assistant', content: [], tool_plan: '', tool_calls: [], citations: [] } },
  }),
  event({ type: 'content-start', index: 0, delta: { message: { content: { type: 'text', text: '' } } } }),
]
const finish = [
  event({ type: 'content-end', index: 0 }),
  event({ type: 'message-end', delta: { finish_reason: 'COMPLETE', usage } }),
]
const streamed = (...pieces: string[]): ScriptedAnswer => ({
  headers: { 'content-type': 'text/event-stream' },
  body: pieces,
})

const asked: readonly Row[] = [
  ['a question', {}],
  ['a system message', { messages: [{ role: 'system', content: 'S' }, user('hi')] }],
  ['a developer message', { messages: [{ role: 'developer', content: 'D' }, user('hi')] }],
  ['sampling', { temperature: 0.2, top_p: 0.4, seed: 3, frequency_penalty: 0.1, presence_penalty: 0.2 }],
  ['limits', { max_tokens: 9 }],
  ['the newer limit', { max_completion_tokens: 9 }],
  ['stop', { stop: ['a'] }],
  ['tools', { tools: [clockTool] }],
  [
    'a turn of tools',
    {
      messages: [
        user('a'),
        { role: 'assistant', content: null, tool_calls: [toolCall('t1', '{"city":"x"}')] },
        { role: 'tool', tool_call_id: 't1', content: 'rain' },
      ],
    },
  ],
  ['a conversation', { messages: [user('a'), { role: 'assistant', content: 'b' }, user('c')] }],
  [
    'an image',
    {
      messages: [
        user([
          { type: 'text', text: 'x' },
          { type: 'image_url', image_url: { url: png } },
        ]),
      ],
    },
  ],
  [
    'parts of text',
    {
      messages: [
        user([
          { type: 'text', text: 'x' },
          { type: 'text', text: 'y' },
        ]),
      ],
    },
  ],
  ['what it has not', { logprobs: true, response_format: { type: 'json_object' } }],
  ['what it has not, dropped', { logprobs: true, user: 'u', drop_params: true }],
]

const rows: readonly Row[] = [
  ...asked.map(([name, body]): Row => [name, body, { provider: hello }]),
  [
    'several parts',
    {},
    {
      provider: said({
        content: [
          { type: 'text', text: 'a' },
          { type: 'text', text: 'b' },
        ],
      }),
    },
  ],
  [
    'a call',
    { tools: [weatherTool] },
    { provider: said({ tool_plan: 'p', tool_calls: [call] }, { finish_reason: 'TOOL_CALL' }) },
  ],
  ['cut short', {}, { provider: said({ content: [{ type: 'text', text: 'a' }] }, { finish_reason: 'MAX_TOKENS' }) }],
  [
    'citations',
    {},
    {
      provider: said({
        content: [{ type: 'text', text: 'Hello' }],
        citations: [
          {
            start: 0,
            end: 5,
            text: 'Hello',
            sources: [{ type: 'document', id: 'd1', document: { id: 'd1', title: 'T', text: 'x' } }],
          },
        ],
      }),
    },
  ],
  ['a stream', { stream: true }, { provider: streamed(...begin, delta('Hel'), delta('lo'), ...finish) }],
  [
    'a stream with usage',
    { stream: true, stream_options: { include_usage: true } },
    { provider: streamed(...begin, delta('Hel'), ...finish) },
  ],
  ['a stream without an end', { stream: true }, { provider: streamed(...begin, delta('Hel')) }],
  ['a refused key', {}, { provider: answer({ message: 'invalid api token' }, 401), deployment: {} }],
  ['a bad request', {}, { provider: answer({ message: 'invalid request: x' }, 400), deployment: {} }],
  ['a missing model', {}, { provider: answer({ message: 'model not found' }, 404), deployment: {} }],
  ['too long', {}, { provider: answer({ message: 'too many tokens: 9 > 8' }, 400), deployment: {} }],
  ['too many requests', {}, { provider: answer({ message: 'slow down' }, 429), deployment: {} }],
  ['a failure', {}, { provider: answer({ message: 'internal server error' }, 500), deployment: {} }],
  ['busy', { stream: true }, { provider: answer({ message: 'busy' }, 503), deployment: {} }],
  ['no JSON', {}, { provider: answer('<html>', 200, { 'content-type': 'text/html' }), deployment: {} }],
]

const plan = event({ type: 'tool-plan-delta', delta: { message: { tool_plan: 'p' } } })
const calling = [
  event({
    type: 'tool-call-start',
    index: 0,
    delta: { message: { tool_calls: { ...call, function: { name: 'get_weather', arguments: '' } } } },
  }),
  event({
    type: 'tool-call-delta',
    index: 0,
    delta: { message: { tool_calls: { function: { arguments: '{"city":' } } } },
  }),
  event({ type: 'tool-call-delta', index: 0, delta: { message: { tool_calls: { function: { arguments: '"x"}' } } } } }),
  event({ type: 'tool-call-end', index: 0 }),
  event({ type: 'message-end', delta: { finish_reason: 'TOOL_CALL', usage } }),
]

/** What Cohere says on any route. */
export const cohereWords: Words = {
  whole: hello,
  stream: streamed(...begin, delta('Hel'), delta('lo'), ...finish),
  error: status => answer({ message: `said ${status}` }, status),
  streamsEvents: true,
  rows: [
    ['a call', {}, { provider: said({ tool_plan: 'p', tool_calls: [call] }, { finish_reason: 'TOOL_CALL' }) }],
    ['a streamed call', { stream: true }, { provider: streamed(begin[0] ?? '', plan, ...calling) }],
  ],
}

export const cohereCases: readonly ParityCase[] = [
  ...chats('cohere', 'cohere', rows),
  ...chats('cohere chat', 'cohere-chat', [['a question', {}, { provider: hello }]]),
]
