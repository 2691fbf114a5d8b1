/** The events of a response as the chunks of a chat completion. */
import { asObject, asString, isObject, objectsOf, parseJson, withoutNulls } from '../../providers/json.ts'
import type { ChunkReader } from '../../providers/openai/stream.ts'
import type { JsonObject, SseEvent, StreamEnd, StreamTranslator, TokenUsage } from '../../providers/translator.ts'
import { callOf, cutReason, foreignFields, reasoningItem } from './answer.ts'
import { chatUsage } from './usage.ts'

/** What becomes of what no chunk tells: an error of the provider, an event that cannot be read, the response at its end. */
export interface Aside {
  ended(response: JsonObject): void
  told(error: JsonObject): Error
  unreadable(data: string): Error
}

/** Hands the chunks that events stand for to `chunks`. */
export function chatOfEvents(chunks: ChunkReader, aside: Aside): StreamTranslator {
  const reader = new EventReader()
  let complete = false
  let unreadable: string | undefined
  return {
    get usage(): TokenUsage {
      return chunks.usage
    },
    push({ data }: SseEvent): string[] {
      if (complete || data.trim() === '' || data.trim() === '[DONE]') return []
      const event = parseJson(data)
      // What follows an event that cannot be read is told, but the answer is not whole any more.
      if (!isObject(event)) {
        unreadable ??= data
        return []
      }
      const error = asObject(event['error'])
      if (event['type'] === 'error' || (event['type'] === undefined && error)) throw aside.told(error ?? event)
      if (event['type'] === 'response.failed') {
        throw aside.told(asObject(asObject(event['response'])?.['error']) ?? {})
      }
      const chunk = reader.chunkOf(event)
      complete = event['type'] === 'response.completed' || event['type'] === 'response.incomplete'
      if (complete && unreadable !== undefined) throw aside.unreadable(unreadable)
      if (complete) aside.ended(asObject(event['response']) ?? {})
      return chunk === null ? [] : chunks.take(chunk)
    },
    end(): StreamEnd {
      return complete ? chunks.end() : { complete, frames: [] }
    },
  }
}

/** Reads one stream; remembers which item is which call. */
class EventReader {
  readonly #calls = new Map<unknown, number>()
  #id: JsonObject = {}
  #tier: JsonObject = {}

  /** The chunk of an event; null where a chat has nothing to say of it. */
  chunkOf(event: JsonObject): JsonObject | null {
    const response = asObject(event['response'])
    const tier = asString(response?.['service_tier'])
    if (tier) this.#tier = { service_tier: tier }
    if (event['type'] === 'response.created') this.#id = { id: response?.['id'] }
    const choice = this.#choiceOf(event)
    if (choice === null) return null
    const terminal = choice['finish_reason'] === undefined ? {} : endOf(response ?? {})
    return { ...this.#id, choices: [choice], ...this.#tier, ...terminal }
  }

  #choiceOf(event: JsonObject): JsonObject | null {
    const delta = asString(event['delta']) ?? ''
    switch (event['type']) {
      case 'response.output_item.added':
        return this.#callBegun(event)
      case 'response.function_call_arguments.delta':
      case 'response.custom_tool_call_input.delta': {
        const index = this.#indexOf(event)
        return choice({ tool_calls: [{ index, type: 'function', function: { arguments: delta } }] })
      }
      case 'response.output_text.delta':
        return choice({ content: delta })
      case 'response.reasoning_summary_text.delta':
        return delta ? { ...choice({ reasoning_content: delta }), index: event['summary_index'] ?? 0 } : null
      case 'response.completed':
      case 'response.incomplete':
        return this.#ending(asObject(event['response']) ?? {}, event['type'] === 'response.incomplete')
      default:
        return null
    }
  }

  #callBegun(event: JsonObject): JsonObject | null {
    const item = asObject(event['item']) ?? {}
    const call = item['type'] === 'apply_patch_call' ? null : callOf(item)
    if (call === null) return null
    const { name, ...called } = asObject(call['function']) ?? {}
    const told = name === '' ? called : { ...called, name }
    return choice({ tool_calls: [{ ...call, index: this.#indexOf(event), function: told }] })
  }

  // Calls are counted by themselves, other items left out.
  #indexOf({ output_index: item = 0 }: JsonObject): number {
    const known = this.#calls.get(item) ?? this.#calls.size
    this.#calls.set(item, known)
    return known
  }

  #ending(response: JsonObject, cut: boolean): JsonObject {
    const output = objectsOf(response['output'])
    const called = output.some(({ type }) => type === 'function_call' || type === 'custom_tool_call')
    const items = output.filter(({ type }) => type === 'reasoning').map(reasoningItem)
    return {
      ...choice({ content: '', ...(items.length > 0 ? { reasoning_items: items } : {}) }),
      finish_reason: cut ? cutReason(response) : called ? 'tool_calls' : 'stop',
    }
  }
}

const choice = (delta: JsonObject): JsonObject => ({ index: 0, delta })

function endOf(response: JsonObject): JsonObject {
  const usage = asObject(response['usage'])
  const fields = foreignFields(response)
  return withoutNulls({
    usage: usage ? chatUsage(usage) : null,
    provider_specific_fields: Object.keys(fields).length > 0 ? fields : null,
    ...fields,
  })
}
