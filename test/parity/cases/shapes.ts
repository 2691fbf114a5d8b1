/** Parameters of chats with the values that nobody expects: other types, too many, too deep, LiteLLM's own. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { anthropicAnswer, openaiAnswer } from '../answers.ts'
import { chats, clockTool, type ParityCase, type Row, user, weatherTool } from '../case.ts'

/** Refused by both, or answered by both. */
const bodies: readonly JsonObject[] = [
  { stop: ['a', 'b', 'c', 'd', 'e'] },
  { stop: [] },
  { stream: null },
  { stream: false, stream_options: { include_usage: true } },
  { tools: ['x'] },
  { tools: 'x' },
  { tools: [5] },
  { tools: [null] },
  { tools: { a: 1 } },
  { tools: [[]] },
  { tools: [] },
  { headers: { 'X-B': 'c' } },
  { headers: { 'X-B': 'c' }, extra_headers: { 'X-B': 'd' } },
  { prompt_cache_retention: '24h' },
  { drop_params: 'yes', logit_bias: { 1: 1 } },
  { drop_params: 1, logit_bias: { 1: 1 } },
  { drop_params: ' TRUE ', logit_bias: { 1: 1 } },
  { drop_params: 'maybe', seed: 1, logit_bias: { 1: 1 } },
  { additional_drop_params: ['tools[*].function.strict'], tools: [weatherTool] },
  { additional_drop_params: ['tools[0].function.description', 'tools[1]'], tools: [weatherTool, clockTool] },
  { additional_drop_params: ['tools[*].function.parameters.title', 'tools.function'], tools: [weatherTool] },
  { additional_drop_params: ['temperature.x', 'nope.nope', 'nope[0].x'], temperature: 0.5 },
  { additional_drop_params: ['foo', 'temperature'], foo: 1, temperature: 0.5 },
  { additional_drop_params: ['extra_body.z'], extra_body: { z: 1, y: 2 } },
  ...['secret_fields', 'policies', 'preset_cache_key', 'acompletion', 'shared_session', 'use_client'].map(
    (name): JsonObject => ({ [name]: 'x' }),
  ),
  { model_config: { a: 1 }, default_headers: { a: 'b' } },
]

/** The request is at fault, which LiteLLM sees as a failure of its own. */
const misshapen: readonly JsonObject[] = [
  { response_format: 'json' },
  { response_format: 5 },
  { timeout: 'x' },
  { extra_headers: { 'X-A': 5 } },
  { extra_headers: { 'X-A': null } },
  { extra_headers: 'x' },
  { messages: [user(5)] },
  { messages: [user([{ text: 'x' }])] },
]

/** Python's words about them are in the middle of a traceback, or nowhere. */
const unreadable: readonly JsonObject[] = [
  { messages: 'x' },
  { messages: [5] },
  { messages: [null] },
  { messages: [user(['x'])] },
]

const wordless: readonly JsonObject[] = [{ tools: 5 }, { tools: true }]

const shapes = (topic: string, model: string, given: readonly JsonObject[]): ParityCase[] => {
  const provider = model === 'claude' ? anthropicAnswer() : openaiAnswer()
  const rows = given.map((body): Row => [JSON.stringify(body).slice(0, 110), body, { provider }])
  return chats(`${topic}/${model}`, model, rows)
}

export const shapeCases: readonly ParityCase[] = [
  ...['gpt', 'azure', 'groq', 'mistral', 'claude'].flatMap(model => shapes('shapes', model, bodies)),
  ...['gpt', 'groq', 'claude'].flatMap(model => [
    ...shapes('shapes/misshapen', model, misshapen),
    ...shapes('shapes/unreadable', model, unreadable),
    ...shapes('shapes/wordless', model, wordless),
  ]),
]
