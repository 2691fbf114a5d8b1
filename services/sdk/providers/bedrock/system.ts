/** System messages for Converse: the leading ones are its `system`, later ones become marked messages of the user. */
import { operatorNote } from '../anthropic/system.ts'
import { asString, objectsOf } from '../json.ts'
import type { JsonObject } from '../translator.ts'
import { cachePoint } from './cache-point.ts'

const isSystem = (message: JsonObject | undefined): boolean => message?.['role'] === 'system'

/** The `system` blocks, and the messages after them. */
export function splitSystem(
  messages: readonly JsonObject[],
  model: string,
): { system: JsonObject[]; rest: JsonObject[] } {
  const end = messages.findIndex(message => !isSystem(message))
  const count = end === -1 ? messages.length : end
  const system = messages
    .slice(0, count)
    .flatMap(textsOf)
    .flatMap(part => [{ text: part['text'] }, ...cachePoint(part['cache_control'], model)])
  return { system, rest: placed(messages.slice(count)).flatMap(asTold) }
}

function textsOf(message: JsonObject): JsonObject[] {
  const { content, cache_control } = message
  if (typeof content === 'string') return content === '' ? [] : [{ text: content, cache_control }]
  return objectsOf(content).filter(part => part['type'] === 'text' && asString(part['text']))
}

/** A system message between a call and its result is told after the result: nothing may part the two. */
function placed(messages: readonly JsonObject[]): JsonObject[] {
  const result: JsonObject[] = []
  let at = 0
  while (at < messages.length) {
    const run = takeWhile(messages, at, isSystem)
    const results = takeWhile(messages, at + run.length, opensWithResult)
    const called = at > 0 && madeCalls(messages[at - 1])
    result.push(...(called ? [...results, ...run] : [...run, ...results]))
    at += run.length + results.length
    const next = messages[at]
    if (run.length + results.length === 0 && next) {
      result.push(next)
      at += 1
    }
  }
  return result
}

function takeWhile(
  messages: readonly JsonObject[],
  from: number,
  holds: (message: JsonObject) => boolean,
): JsonObject[] {
  const end = messages.findIndex((message, at) => at >= from && !holds(message))
  return messages.slice(from, end === -1 ? messages.length : end)
}

const madeCalls = (message: JsonObject | undefined): boolean =>
  message?.['role'] === 'assistant' && objectsOf(message['tool_calls']).length > 0

const opensWithResult = (message: JsonObject): boolean =>
  message['role'] === 'tool' ||
  (message['role'] === 'user' && objectsOf(message['content'])[0]?.['type'] === 'tool_result')

function asTold(message: JsonObject): JsonObject[] {
  if (!isSystem(message)) return [message]
  const texts = textsOf(message).map(({ text, cache_control }) => ({
    type: 'text',
    text,
    ...(cache_control === undefined ? {} : { cache_control }),
  }))
  return texts.length === 0 ? [] : [{ role: 'user', content: [{ type: 'text', text: operatorNote }, ...texts] }]
}
