/** Answers of the Responses API: passed on as they come, under the model's name here. */
import { asCount, asObject, asString, isObject, parseJson } from '../json.ts'
import type { JsonObject, SseEvent, StreamEnd, StreamTranslator, Target, TokenUsage } from '../translator.ts'
import { streamFault } from './errors.ts'

/** A whole answer. The provider's id stays, so that `previous_response_id` needs no translation. */
export function responsesAnswer(body: JsonObject, target: Target): { body: JsonObject; usage: TokenUsage } {
  return { body: { ...body, model: target.group }, usage: usageOf(body) }
}

/** A stream that can tell how it broke off. */
export interface ResponsesStream extends StreamTranslator {
  /** The frames that end it after a failure: the API's own event, and the error every client library knows. */
  failure(message: string): string
}

const terminal = ['response.completed', 'response.incomplete', 'response.failed']

/** Begins to pass a stream on; `id` and `created` are for one that breaks off before it has told its own. */
export function responsesStream(target: Target, id: string, created: number): ResponsesStream {
  let response: JsonObject = { id, created_at: created }
  let usage: TokenUsage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }
  let number = 0
  let complete = false
  return {
    get usage() {
      return usage
    },
    push({ data }: SseEvent): string[] {
      if (data === '' || data === '[DONE]') return []
      const event = parseJson(data)
      if (!isObject(event)) throw streamFault({ message: `Unable to parse stream event: ${data}` }, target)
      const type = asString(event['type'])
      if (type === 'error') throw streamFault(asObject(event['error']) ?? event, target)
      response = asObject(event['response']) ?? response
      number = asCount(event['sequence_number'])
      if (type !== undefined && terminal.includes(type)) {
        complete = true
        usage = usageOf(response)
      }
      return [`data: ${JSON.stringify({ ...event, model: target.group })}\n\n`]
    },
    end: (): StreamEnd => ({ complete, frames: complete ? ['data: [DONE]\n\n'] : [] }),
    failure: message => failureFrames(message, response, number),
  }
}

/** The frames that end a stream after a failure; `begun` is what the client knows of the response. */
export function failureFrames(message: string, begun: JsonObject, number: number): string {
  const error = { code: 'server_error', message }
  const { id, created_at: created, model } = begun
  const response = { id, created_at: created, error, model, object: 'response', output: [], status: 'failed' }
  const failed = { type: 'response.failed', response, sequence_number: number + 1 }
  const told = { type: 'error', ...error, param: null, sequence_number: number + 2 }
  const known = { ...told, error: { type: 'server_error', ...error, param: null } }
  return `event: response.failed\ndata: ${JSON.stringify(failed)}\n\nevent: error\ndata: ${JSON.stringify(known)}\n\n`
}

function usageOf(response: JsonObject): TokenUsage {
  const usage = asObject(response['usage'])
  const cacheRead = asCount(asObject(usage?.['input_tokens_details'])?.['cached_tokens'])
  const input = Math.max(0, asCount(usage?.['input_tokens']) - cacheRead)
  const reasoning = asCount(asObject(usage?.['output_tokens_details'])?.['reasoning_tokens'])
  const output = asCount(usage?.['output_tokens'])
  return { input, output, cacheRead, cacheWrite: 0, ...(reasoning > 0 ? { reasoning } : {}) }
}
