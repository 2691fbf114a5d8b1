/** Answers of the Responses API: passed on as they come, under the model's name here. */
import { toldTool } from '../../bridges/responses/told-tools.ts'
import { asCount, asObject, asString, isObject, parseJson, withoutNulls } from '../json.ts'
import type { Json, JsonObject, SseEvent, StreamEnd, StreamTranslator, Target, TokenUsage } from '../translator.ts'
import { responsesError, streamFault } from './errors.ts'
import { type Place, placeOf } from './responses-places.ts'
import { toldCost } from './xai-responses.ts'

/** What becomes of the provider's id of a response before a client is told it. */
export type TellId = (id: string) => string

/** A whole answer. */
export function responsesAnswer(
  body: JsonObject,
  target: Target,
  tellId: TellId = id => id,
): { body: JsonObject; usage: TokenUsage } {
  if (body['error'] && body['object'] !== 'response') throw responsesError(200, JSON.stringify(body), target)
  if (target.provider === 'perplexity' && body['status'] === 'failed') {
    throw responsesError(200, asString(asObject(body['error'])?.['message']) ?? 'Unknown Perplexity error', target)
  }
  return { body: { ...writtenOut(withId(body, tellId)), model: target.group }, usage: usageOf(body, placeOf(target)) }
}

const withId = (response: JsonObject, tellId: TellId): JsonObject =>
  typeof response['id'] === 'string' ? { ...response, id: tellId(response['id']) } : response

/** LiteLLM writes out what an answer does not say. */
function writtenOut(body: JsonObject): JsonObject {
  const { output, tools, usage } = body
  return {
    ...Object.fromEntries(fields.map(name => [name, null])),
    ...body,
    ...(Array.isArray(output) ? { output: output.map(item => (isObject(item) ? itemWrittenOut(item) : item)) } : {}),
    ...(Array.isArray(tools) ? { tools: tools.map(tool => (isObject(tool) ? toldTool(tool) : tool)) } : {}),
    usage: isObject(usage) ? usageWrittenOut(usage) : null,
  }
}

const fields = 'metadata parallel_tool_calls reasoning text truncation user store'.split(' ')

const itemFields: Readonly<Record<string, readonly string[]>> = {
  message: ['phase'],
  function_call: ['caller', 'namespace'],
  mcp_call: ['approval_request_id', 'status'],
  output_text: ['logprobs'],
}
const actionFields: Readonly<Record<string, readonly string[]>> = {
  search: ['queries', 'sources'],
  exec: ['timeout_ms', 'user', 'working_directory'],
}

function itemWrittenOut(item: JsonObject): JsonObject {
  const { content, action } = item
  return {
    ...withNulls(item, itemFields),
    ...(Array.isArray(content)
      ? { content: content.map(part => (isObject(part) ? withNulls(part, itemFields) : part)) }
      : {}),
    ...(isObject(action) ? { action: withNulls(action, actionFields) } : {}),
  }
}

function withNulls(item: JsonObject, names: Readonly<Record<string, readonly string[]>>): JsonObject {
  const missing = names[asString(item['type']) ?? ''] ?? []
  return { ...Object.fromEntries(missing.map(name => [name, null])), ...item }
}

const inputDetails = 'audio_tokens cached_tokens_details image_tokens text_tokens video_tokens'.split(' ')
const outputDetails = ['audio_tokens', 'text_tokens']

function usageWrittenOut(usage: JsonObject): JsonObject {
  const details = (key: string, names: readonly string[]): Json => {
    const given = asObject(usage[key])
    return given ? { ...Object.fromEntries(names.map(name => [name, null])), ...given } : null
  }
  return {
    ...usage,
    input_tokens_details: details('input_tokens_details', inputDetails),
    output_tokens_details: details('output_tokens_details', outputDetails),
    cost: toldCost(usage) ?? statedCost(usage) ?? null,
  }
}

/** Dollars, as a number or as a total among others. */
function statedCost({ cost }: JsonObject): number | undefined {
  const stated = asObject(cost)?.['total_cost'] ?? cost
  return typeof stated === 'number' ? stated : undefined
}

/** A stream that can tell how it broke off. */
export interface ResponsesStream extends StreamTranslator {
  /** The frames that end it after a failure: the API's own event, and the error every client library knows. */
  failure(message: string): string
}

const terminal = ['response.completed', 'response.incomplete', 'response.failed']

/** Begins to pass a stream on; `id` and `created` are for one that breaks off before it has told its own. */
export function responsesStream(
  target: Target,
  id: string,
  created: number,
  priceOf: (usage: TokenUsage) => number | undefined = () => undefined,
  tellId: TellId = told => told,
): ResponsesStream {
  let response: JsonObject = { id, created_at: created }
  let usage: TokenUsage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }
  let number = 0
  let complete = false
  let told: JsonObject | undefined
  let unreadable: string | undefined
  return {
    get usage() {
      return usage
    },
    push({ data }: SseEvent): string[] {
      if (data === '' || data === '[DONE]') return []
      const sent = parseJson(data)
      const event = isObject(sent) ? (placeOf(target)?.completed?.(sent) ?? sent) : sent
      // What follows an event that cannot be read is passed on, but the answer is not whole any more.
      if (!isObject(event)) {
        if (!complete) unreadable ??= data
        return []
      }
      const type = asString(event['type'])
      if (type === 'error') {
        told = asObject(event['error']) ?? event
        throw streamFault(told, target)
      }
      const whole = asObject(event['response'])
      const within = whole && withId(whole, tellId)
      response = within ?? response
      number = asCount(event['sequence_number'])
      if (type !== undefined && terminal.includes(type)) {
        if (unreadable !== undefined) {
          throw streamFault({ message: `Unable to parse stream event: ${unreadable}` }, target)
        }
        complete = true
        usage = usageOf(response, placeOf(target))
      }
      const counted = asObject(within?.['usage'])
      const cost = counted ? (statedCost(counted) ?? priceOf(usage)) : undefined
      const priced = cost === undefined ? {} : { usage: { ...counted, cost } }
      const shown = withoutNulls(within ? { ...event, response: withoutNulls({ ...within, ...priced }) } : event)
      return [`data: ${JSON.stringify({ ...shown, model: target.group })}\n\n`]
    },
    end: (): StreamEnd => ({ complete, frames: complete ? ['data: [DONE]\n\n'] : [] }),
    failure: message => failureFrames(told ?? { message }, response, number),
  }
}

/** The frames that end a stream after a failure, in the provider's own words where it has said something; `begun` is what the client knows of the response. */
export function failureFrames(told: JsonObject, begun: JsonObject, number: number): string {
  const { code, message = '', type } = told
  const error = { code: code ?? 'server_error', message }
  const { id, created_at: created, model } = begun
  const response = { id, created_at: created, error, model, object: 'response', output: [], status: 'failed' }
  const failed = { type: 'response.failed', response, sequence_number: number + 1 }
  const flat = { type: 'error', ...error, param: null, sequence_number: number + 2 }
  const known = { ...flat, error: { type: type ?? 'server_error', ...error, param: null } }
  return `event: response.failed\ndata: ${JSON.stringify(failed)}\n\nevent: error\ndata: ${JSON.stringify(known)}\n\n`
}

function usageOf(response: JsonObject, { bills }: Place = {}): TokenUsage {
  const usage = asObject(response['usage'])
  const cacheRead = asCount(asObject(usage?.['input_tokens_details'])?.['cached_tokens'])
  const input = Math.max(0, asCount(usage?.['input_tokens']) - cacheRead)
  const reasoning = asCount(asObject(usage?.['output_tokens_details'])?.['reasoning_tokens'])
  const output = asCount(usage?.['output_tokens'])
  const cost = usage ? toldCost(usage) : undefined
  const stated = bills && usage ? statedCost(usage) : undefined
  const words = cost ?? (bills === 'words' ? stated : undefined)
  const billed = bills === 'whole' ? stated : undefined
  return {
    input,
    output,
    cacheRead,
    cacheWrite: 0,
    ...(reasoning > 0 ? { reasoning } : {}),
    ...(words === undefined ? {} : { toldCost: words }),
    ...(billed === undefined ? {} : { billed }),
  }
}
