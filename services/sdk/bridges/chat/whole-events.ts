/** A whole answer of the Responses API as the events it would have come in, for models that do not stream. */
import { asString, objectsOf } from '../../providers/json.ts'
import type { JsonObject } from '../../providers/translator.ts'

/** Characters of a piece; LiteLLM's number. */
const size = 5

/** The events, as far as a chat tells them. */
export function wholeEvents(response: JsonObject): JsonObject[] {
  const output = objectsOf(response['output'])
  return [
    { type: 'response.created', response },
    ...output.flatMap((item, output_index) => [
      // The arguments of a call follow.
      { type: 'response.output_item.added', output_index, item: withoutArguments(item) },
      ...eventsOf(item).map(event => ({ ...event, output_index })),
    ]),
    { type: 'response.completed', response },
  ]
}

const withoutArguments = (item: JsonObject): JsonObject =>
  item['type'] === 'function_call' ? { ...item, arguments: '' } : item

function eventsOf(item: JsonObject): JsonObject[] {
  switch (item['type']) {
    case 'message':
      return objectsOf(item['content']).flatMap(part => deltas('response.output_text.delta', part['text']))
    case 'function_call':
      return deltas('response.function_call_arguments.delta', item['arguments'])
    case 'reasoning':
      return objectsOf(item['summary']).flatMap(({ text }, summary_index) =>
        deltas('response.reasoning_summary_text.delta', text).map(event => ({ ...event, summary_index })),
      )
    default:
      return []
  }
}

function deltas(type: string, text: JsonObject[string]): JsonObject[] {
  const said = Array.from(asString(text) ?? '')
  const count = Math.ceil(said.length / size)
  return Array.from({ length: count }, (_, at) => ({ type, delta: said.slice(at * size, (at + 1) * size).join('') }))
}
