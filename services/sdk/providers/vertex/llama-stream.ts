/** What LiteLLM makes of the first chunk of a stream of Llama's: it names the role and does not end (VertexAILlama3StreamingHandler). */
import { asObject, asString, isObject, objectsOf, parseJson } from '../json.ts'
import type { Json, JsonObject, SseEvent, StreamTranslator } from '../translator.ts'

/** The stream with its first chunk so. */
export function llamaStream(stream: StreamTranslator): StreamTranslator {
  let begun = false
  return {
    push(event) {
      const chunk = begun ? undefined : parseJson(event.data)
      const first = isObject(chunk) ? objectsOf(chunk['choices'])[0] : undefined
      if (!isObject(chunk) || first === undefined) return stream.push(event)
      begun = true
      return opening(chunk, first).flatMap(part => stream.push(part))
    },
    end: () => stream.end(),
    get usage() {
      return stream.usage
    },
  }
}

function opening(chunk: JsonObject, choice: JsonObject): SseEvent[] {
  const finish = choice['finish_reason'] ?? null
  const delta = asObject(choice['delta']) ?? {}
  const content = asString(delta['content']) ?? (finish === null ? null : '')
  const fields = content ? {} : { provider_specific_fields: delta['provider_specific_fields'] ?? {} }
  const said = { role: 'assistant', ...delta, content, ...fields }
  const head = eventOf(chunk, { ...choice, finish_reason: null, delta: said })
  return finish === null ? [head] : [head, eventOf(chunk, { index: 0, delta: {}, finish_reason: finish })]
}

const eventOf = (chunk: JsonObject, choice: Json): SseEvent => ({
  event: '',
  data: JSON.stringify({ ...chunk, choices: [choice] }),
})
