/** AWS's binary event stream, as Bedrock writes it. */
import { EventStreamCodec } from '@smithy/eventstream-codec'
import type { JsonObject } from '../../json.ts'

const codec = new EventStreamCodec(
  bytes => Buffer.from(bytes as Uint8Array).toString('utf8'),
  text => Buffer.from(text, 'utf8'),
)

/** A message with these headers. */
export function message(headers: Readonly<Record<string, string>>, body: string | Uint8Array): Buffer {
  const typed = Object.entries(headers).map(([name, value]) => [name, { type: 'string' as const, value }])
  return Buffer.from(codec.encode({ headers: Object.fromEntries(typed), body: Buffer.from(body) }))
}

/** An event as text: its type, a line's end, its payload. Scenarios break texts, and `encoded` makes bytes of them. */
export function eventText(type: string, payload: JsonObject): string {
  return `${type}\n${JSON.stringify(payload)}`
}

/** A chunk of InvokeModelWithResponseStream: the model's own event within. */
export function chunkText(event: JsonObject): string {
  return `chunk\n${JSON.stringify(event)}`
}

const exceptionMark = '!'

/** An exception in mid-stream as text. */
export function exceptionText(type: string, text: string): string {
  return `${exceptionMark}${type}\n${JSON.stringify({ message: text })}`
}

/** The bytes of an event's text. */
export function encoded(text: string): Buffer {
  const at = text.indexOf('\n')
  const type = text.slice(0, at)
  const payload = text.slice(at + 1)
  const json = { ':content-type': 'application/json' }
  if (type.startsWith(exceptionMark)) {
    return message({ ':exception-type': type.slice(1), ...json, ':message-type': 'exception' }, payload)
  }
  const body = type === 'chunk' ? JSON.stringify({ bytes: Buffer.from(payload).toString('base64') }) : payload
  return message({ ':event-type': type, ...json, ':message-type': 'event' }, body)
}
