/** Folds the events of a stream into one message, as a client's library does. */
import type { Json, JsonObject } from '../../services/simulator/json.ts'
import { asList, asObject } from '../../services/simulator/json.ts'

export interface StreamEvent {
  readonly event: string
  /** Parsed where it is JSON. */
  readonly data: Json
}

/** Cuts a stream into its events; comments are kept out. */
export function readEvents(stream: string): StreamEvent[] {
  return stream.split(/\r?\n\r?\n/).flatMap(frame => {
    const lines = frame.split(/\r?\n/)
    const field = (name: string): string[] =>
      lines.filter(line => line.startsWith(`${name}:`)).map(line => line.slice(name.length + 1).replace(/^ /, ''))
    const data = field('data').join('\n')
    return data === '' ? [] : [{ event: field('event').join(''), data: parsed(data) }]
  })
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}

/** One message of a chat's chunks or of Anthropic's events; `ends` is the last event when it is no part of a message. */
export function fold(events: readonly StreamEvent[]): JsonObject {
  const anthropic = events.some(({ event }) => event === 'message_start')
  const objects = events.map(({ data }) => asObject(data))
  return anthropic ? foldAnthropic(objects) : foldChat(events, objects)
}

function foldChat(events: readonly StreamEvent[], chunks: readonly JsonObject[]): JsonObject {
  const choices: Record<number, Json> = {}
  const message: JsonObject = { choices }
  for (const chunk of chunks) {
    for (const value of asList(chunk['choices'])) {
      const { index, ...choice } = asObject(value)
      const at = Number(index)
      choices[at] = merge(choices[at] ?? {}, choice)
    }
    for (const key of ['id', 'model', 'usage', 'error']) if (chunk[key] !== undefined) message[key] = chunk[key]
  }
  return { ...message, done: events.at(-1)?.data === '[DONE]' }
}

function foldAnthropic(events: readonly JsonObject[]): JsonObject {
  let message: JsonObject = {}
  const blocks: Json[] = []
  for (const event of events) {
    const at = Number(event['index'])
    if (event['type'] === 'message_start') message = asObject(event['message'])
    if (event['type'] === 'content_block_start') blocks[at] = event['content_block'] ?? null
    if (event['type'] === 'content_block_delta') {
      const { type: _, ...delta } = asObject(event['delta'])
      blocks[at] = merge(blocks[at] ?? {}, delta)
    }
    if (event['type'] === 'message_delta') message = asObject(merge(merge(message, asObject(event['delta'])), event))
    if (event['type'] === 'error') message = { ...message, error: event['error'] ?? null }
  }
  return { ...message, content: blocks, done: events.at(-1)?.['type'] === 'message_stop' }
}

/** Texts are joined, objects merged, list items matched by their index; anything else is replaced unless it is null. */
function merge(before: Json, next: Json): Json {
  if (typeof next === 'string' && typeof before === 'string') return before + next
  if (Array.isArray(next)) return mergeLists(asList(before), next)
  if (next === null) return before
  if (typeof next !== 'object') return next
  const merged: JsonObject = { ...asObject(before) }
  for (const [key, value] of Object.entries(next)) {
    if (value === undefined) continue
    merged[key] = replaced.has(key) ? value : merge(merged[key] ?? null, value)
  }
  return merged
}

/** Fields that every event repeats rather than continues. */
const replaced = new Set(['role', 'id', 'type', 'name', 'finish_reason', 'stop_reason', 'usage'])

function mergeLists(before: readonly Json[], next: readonly Json[]): Json[] {
  const list = [...before]
  for (const item of next) {
    const index = asObject(item)['index']
    const at = typeof index === 'number' ? list.findIndex(one => asObject(one)['index'] === index) : -1
    if (at === -1) list.push(item)
    else list[at] = merge(list[at] ?? {}, item)
  }
  return list
}
