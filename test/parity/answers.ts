/** What providers answer, for cases that need more than the simulator's scenarios. */
import { asText, type Json, type JsonObject } from '../../services/simulator/json.ts'
import type { ScriptedAnswer } from '../../services/simulator/script.ts'

const json = { 'content-type': 'application/json' }
const events = { 'content-type': 'text/event-stream' }

/** Any body with a status. */
export function answer(
  body: JsonObject | string,
  status = 200,
  headers: Record<string, string> = json,
): ScriptedAnswer {
  return { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) }
}

/** A message of Anthropic's; `changes` replace its fields. */
export function anthropicAnswer(changes: JsonObject = {}): ScriptedAnswer {
  return answer({
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'claude-real',
    content: [{ type: 'text', text: 'Hello' }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: 10, output_tokens: 5 },
    ...changes,
  })
}

/** An error of Anthropic's. */
export function anthropicError(status: number, message = `said ${status}`, type = 'some_error'): ScriptedAnswer {
  return answer({ type: 'error', error: { type, message }, request_id: 'req_1' }, status)
}

const details = {
  prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
  completion_tokens_details: {
    reasoning_tokens: 0,
    audio_tokens: 0,
    accepted_prediction_tokens: 0,
    rejected_prediction_tokens: 0,
  },
}

/** A completion of OpenAI's, with fields nobody has announced; `changes` replace its fields. */
export function openaiAnswer(changes: JsonObject = {}): ScriptedAnswer {
  const message = { role: 'assistant', content: 'Hello', refusal: null, annotations: [], weird: 1 }
  return answer({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1700000000,
    model: 'gpt-real',
    system_fingerprint: 'fp_1',
    service_tier: 'default',
    x_unknown: { a: 1 },
    choices: [{ index: 0, message, logprobs: null, finish_reason: 'stop' }],
    usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15, ...details },
    ...changes,
  })
}

/** A completion with one choice that says this. */
export function openaiMessage(message: JsonObject, choice: JsonObject = {}, changes: JsonObject = {}): ScriptedAnswer {
  const choices = [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: 'stop', ...choice }]
  return openaiAnswer({ choices, ...changes })
}

/** An error of OpenAI's. */
export function openaiError(status: number, changes: JsonObject = {}): ScriptedAnswer {
  const error = { message: `said ${status}`, type: 'server_type', param: null, code: 'cc', ...changes }
  return answer({ error }, status)
}

/** A response of OpenAI's Responses API, with fields nobody has announced; `changes` replace its fields. */
export function response(changes: JsonObject = {}): JsonObject {
  const content = [{ type: 'output_text', text: 'Hello', annotations: [], logprobs: [] }]
  return {
    id: 'resp_provider1',
    object: 'response',
    created_at: 1700000000,
    status: 'completed',
    background: false,
    error: null,
    incomplete_details: null,
    instructions: null,
    max_output_tokens: null,
    model: 'gpt-real',
    output: [{ id: 'msg_1', type: 'message', status: 'completed', role: 'assistant', content }],
    parallel_tool_calls: true,
    previous_response_id: null,
    reasoning: { effort: null, summary: null },
    service_tier: 'default',
    store: true,
    temperature: 1,
    text: { format: { type: 'text' }, verbosity: 'medium' },
    tool_choice: 'auto',
    tools: [],
    top_p: 1,
    truncation: 'disabled',
    usage: {
      input_tokens: 10,
      input_tokens_details: { cached_tokens: 4 },
      output_tokens: 5,
      output_tokens_details: { reasoning_tokens: 2 },
      total_tokens: 15,
    },
    user: null,
    metadata: {},
    x_unknown: { a: 1 },
    ...changes,
  }
}

/** The same as an answer. */
export function responseAnswer(changes: JsonObject = {}): ScriptedAnswer {
  return answer(response(changes))
}

/** An answer of Gemini's; `candidate` and `changes` replace fields of its one candidate and of itself. */
export function geminiAnswer(candidate: JsonObject = {}, changes: JsonObject = {}): ScriptedAnswer {
  const content = { role: 'model', parts: [{ text: 'Hello' }] }
  return answer({
    candidates: [{ content, finishReason: 'STOP', index: 0, ...candidate }],
    usageMetadata: {
      promptTokenCount: 10,
      candidatesTokenCount: 5,
      totalTokenCount: 15,
      promptTokensDetails: [{ modality: 'TEXT', tokenCount: 10 }],
    },
    modelVersion: 'gemini-real',
    responseId: 'gemini-response-1',
    ...changes,
  })
}

/** A stream of ready events, with pauses where a number stands; `cut` breaks the connection behind the last. */
export function stream(body: readonly (string | number)[], cut = false): ScriptedAnswer {
  return { headers: events, body, cut }
}

/** Pieces of a body with a pause between every two. */
export function spaced(pieces: readonly string[], ms: number): (string | number)[] {
  return pieces.flatMap((piece, index) => (index === 0 ? [piece] : [ms, piece]))
}

/** One event of Anthropic's stream. */
export function event(data: JsonObject): string {
  return `event: ${asText(data['type'])}\ndata: ${JSON.stringify(data)}\n\n`
}

export function messageStart(usage: JsonObject = { input_tokens: 10, output_tokens: 1 }): string {
  const head = { id: 'msg_1', type: 'message', role: 'assistant', model: 'claude-real' }
  return event({
    type: 'message_start',
    message: { ...head, content: [], stop_reason: null, stop_sequence: null, usage },
  })
}

/** A content block from its start to its stop. */
export function block(index: number, content_block: JsonObject, deltas: readonly JsonObject[]): string[] {
  return [
    event({ type: 'content_block_start', index, content_block }),
    ...deltas.map(delta => event({ type: 'content_block_delta', index, delta })),
    event({ type: 'content_block_stop', index }),
  ]
}

/** A block of text in pieces. */
export function textBlock(index: number, ...pieces: string[]): string[] {
  return block(index, { type: 'text', text: '' }, pieces.map(text))
}

export function text(piece: string): JsonObject {
  return { type: 'text_delta', text: piece }
}

export function args(partial_json: string): JsonObject {
  return { type: 'input_json_delta', partial_json }
}

/** The end of a message. */
export function messageEnd(
  stop_reason: Json,
  usage: JsonObject = { output_tokens: 7 },
  delta: JsonObject = {},
): string[] {
  return [
    event({ type: 'message_delta', delta: { stop_reason, stop_sequence: null, ...delta }, usage }),
    event({ type: 'message_stop' }),
  ]
}

export const done = 'data: [DONE]\n\n'

/** One `data:` line of OpenAI's stream. */
export function data(value: Json): string {
  return `data: ${JSON.stringify(value)}\n\n`
}

const chunkHead = {
  id: 'chatcmpl-9',
  object: 'chat.completion.chunk',
  created: 1700000000,
  model: 'gpt-real',
  service_tier: 'default',
  system_fingerprint: 'fp',
}

/** One chunk of a completion. */
export function chunk(delta: JsonObject, choice: JsonObject = {}, changes: JsonObject = {}): string {
  const choices = [{ index: 0, delta, logprobs: null, finish_reason: null, ...choice }]
  return data({ ...chunkHead, choices, obfuscation: 'abc', ...changes })
}

/** The chunk that only counts tokens. */
export function usageChunk(
  usage: JsonObject = {
    prompt_tokens: 1,
    completion_tokens: 2,
    total_tokens: 3,
    prompt_tokens_details: { cached_tokens: 0 },
  },
): string {
  return data({ ...chunkHead, choices: [], usage, obfuscation: 'zz' })
}

/** A short text, streamed; without the usage and the end. */
export const textChunks: readonly string[] = [
  chunk({ role: 'assistant', content: '', refusal: null }),
  chunk({ content: 'Hel' }),
  chunk({ content: 'lo ü' }),
  chunk({}, { finish_reason: 'stop' }),
]

const callDelta = (index: number, call: JsonObject): string => chunk({ tool_calls: [{ index, ...call }] })

/** The chunk in which a tool's call begins. */
export function callStarts(index: number, id: string, name = 'get_weather', text = ''): string {
  return callDelta(index, { id, type: 'function', function: { name, arguments: text } })
}

/** A further piece of its arguments. */
export function callGoesOn(index: number, text: string): string {
  return callDelta(index, { function: { arguments: text } })
}

/** The chunk that says why it ends. */
export function finishes(finish_reason: string): string {
  return chunk({}, { finish_reason })
}
