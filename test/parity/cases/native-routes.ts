/** Providers with an API of their own, asked by the other routes: over their chats, or as LiteLLM has it. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { answer } from '../answers.ts'
import { anthropicMessages, callsOf, type ParityCase, type Row, user, weatherTool } from '../case.ts'
import { weather } from './messages-bridges.ts'
import { cohereWords } from './cohere.ts'
import { nativeWords, type Words } from './natives.ts'

const html = answer('<html>', 200, { 'content-type': 'text/html' })
const streamed: JsonObject = { stream: true }

/**
 * What the AI SDK has no place for is left to the other backend; and GigaChat counts nothing in its streams, so that both
 * count words of their own, the id of a call among them, which each makes up.
 */
const leftOut: Readonly<Record<string, readonly string[]>> = {
  'cohere messages': ['its own parameters'],
  'cohere responses': ['its own parameters'],
  'cohere completions': ['its own parameters', 'what few take, dropped', 'a suffix'],
  'natives/gigachat/messages': ['a streamed call'],
  'natives/gigachat/responses': ['a streamed call'],
}

const asStreams = (words: Words): readonly Row[] => [
  ['a stream', streamed, { provider: words.stream ?? words.whole }],
  ['a streamed 401', streamed, { provider: words.error(401), deployment: {} }],
]

/** What every route is asked: `tool` is a body with a tool in the route's words, `refused` has what few take. */
function rowsOf(words: Words, tool: JsonObject, refused: JsonObject): readonly Row[] {
  const { whole, error, declinesStreams = false, rows = [] } = words
  const calls = rows
    .filter(([name]) => name === 'a call' || name === 'a streamed call')
    .map(([name, { stream: streams }, more = {}]): Row => [name, { ...tool, ...(streams ? streamed : {}) }, more])
  return [
    ['a question', { temperature: 0.2, top_p: 0.5 }, { provider: whole }],
    ['its own parameters', { top_k: 3, foo: 'bar' }, { provider: whole }],
    ['a tool', tool, { provider: whole }],
    ['what few take', refused, { provider: whole }],
    ['what few take, dropped', { ...refused, drop_params: true }, { provider: whole }],
    ...(declinesStreams ? [] : asStreams(words)),
    ...calls,
    ...[400, 401, 429, 500].map((status): Row => [`status ${status}`, {}, { provider: error(status), deployment: {} }]),
    ['no JSON', {}, { provider: html, deployment: {} }],
  ]
}

const spoken: JsonObject = {
  messages: [user('a'), { role: 'assistant', content: 'b' }, user('c')],
  system: 'S',
}

const messagesRows = (words: Words): readonly Row[] => [
  ...rowsOf(
    words,
    { tools: [weather], tool_choice: { type: 'auto' } },
    { thinking: { type: 'enabled', budget_tokens: 2000 } },
  ),
  ['a conversation', spoken, { provider: words.whole }],
  ['a format', { output_format: { type: 'json_schema', schema: { type: 'object' } } }, { provider: words.whole }],
]

const turns: JsonObject = {
  instructions: 'S',
  input: [user('a'), { role: 'assistant', content: 'b' }, user('c')],
}

const responsesRows = (words: Words): readonly Row[] => [
  ...rowsOf(
    words,
    { tools: [{ ...(weatherTool['function'] as JsonObject), type: 'function' }], tool_choice: 'auto' },
    { reasoning: { effort: 'low' }, parallel_tool_calls: true },
  ),
  ['a conversation', turns, { provider: words.whole }],
  ['a format', { text: { format: { type: 'json_object' } } }, { provider: words.whole }],
]

const usageToo: JsonObject = { stream: true, stream_options: { include_usage: true } }

const completionsRows = (words: Words): readonly Row[] => [
  ...rowsOf(words, { tools: [weatherTool] }, { logit_bias: { 1: 2 }, n: 2, user: 'u' }),
  ['two prompts', { prompt: ['a', 'b'] }, { provider: words.whole }],
  ...(words.declinesStreams
    ? []
    : ([['a stream with usage', usageToo, { provider: words.stream ?? words.whole }]] satisfies Row[])),
  ['a suffix', { suffix: 's', max_tokens: 5, stop: ['x'] }, { provider: words.whole }],
  ['tokens', { prompt: [1, 2] }, { provider: words.whole }],
]

/** A provider's cases of every route; `topic` is what their names begin with. */
export function routesOf(topic: string, model: string, words: Words): readonly ParityCase[] {
  const all = [
    ...anthropicMessages(`${topic}messages`, model, messagesRows(words)),
    ...callsOf('/v1/responses', `${topic}responses`, { model, input: 'hi' }, responsesRows(words)),
    ...callsOf('/v1/completions', `${topic}completions`, { model, prompt: 'hi' }, completionsRows(words)),
  ]
  const left = Object.entries(leftOut).flatMap(([of, names]) => names.map(name => `${of}/${name}`))
  return all.filter(({ name }) => !left.includes(name))
}

/** These have their cases with the other prefixes. */
const onOpenAisWire = ['codestral', 'ai21']

export const nativeRouteCases: readonly ParityCase[] = [
  ...Object.entries(nativeWords)
    .filter(([model]) => !onOpenAisWire.includes(model))
    .flatMap(([model, words]) => routesOf(`natives/${model}/`, model, words)),
  ...routesOf('cohere ', 'cohere', cohereWords),
]
