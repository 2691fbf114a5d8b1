/**
 * Streams that are none: Groq refuses to stream what has a response format, so it is asked for the whole, and the client
 * gets that as one chunk.
 */
import { asObject, isObject, objectsOf, omit, parseJson } from '../json.ts'
import type { JsonObject, StreamTranslator, Target } from '../translator.ts'
import { openAiError } from './errors.ts'

/** Whether a stream with these parameters has to be asked for as a whole. */
export function comesWhole(params: JsonObject, { provider }: Pick<Target, 'provider'>): boolean {
  return provider === 'groq' && params['stream'] === true && params['response_format'] !== undefined
}

/** Reads a whole answer as if it had been a stream of one chunk. */
export function wholeStream(chunks: StreamTranslator, target: Target): StreamTranslator {
  return {
    push({ data }) {
      const body = parseJson(data)
      if (!isObject(body)) throw openAiError(200, data, target)
      return chunks.push({ event: '', data: JSON.stringify(asChunk(body)) })
    },
    end: () => chunks.end(),
    get usage() {
      return chunks.usage
    },
  }
}

function asChunk(body: JsonObject): JsonObject {
  const choices = objectsOf(body['choices']).map(choice => ({
    index: choice['index'] ?? 0,
    delta: omit(asObject(choice['message']) ?? {}, ['function_call']),
    finish_reason: choice['finish_reason'],
  }))
  return { id: body['id'], choices, usage: body['usage'] }
}
