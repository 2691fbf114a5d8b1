/** Cuts AWS's binary event stream into its messages, wherever the chunks begin and end. */
import { EventStreamCodec } from '@smithy/eventstream-codec'
import type { SseEvent } from './providers/translator.ts'

/** Marks an event that the provider sent in an answer's place; its exception's name follows. */
export const exceptionMark = 'exception:'
/** The event that bytes become which are no message. */
export const malformedEvent = 'malformed'

const codec = new EventStreamCodec(
  bytes => Buffer.from(bytes as Uint8Array).toString('utf8'),
  text => Buffer.from(text, 'utf8'),
)

/** Total length, headers' length and their checksum stand before a message. */
const preludeBytes = 12
/** The longest message AWS allows, so that a stray page is not waited for. */
const longestMessage = 25 * 1024 * 1024

/** Finds messages in bytes. A message's type is the event's name; after bytes that are none it hears nothing more. */
export function cutAwsEvents(emit: (event: SseEvent) => void): { feed(chunk: Buffer): void; finish(): void } {
  let waiting: Buffer[] = []
  let length = 0
  let needed = preludeBytes
  let broken = false

  const malformed = (why: string): void => {
    broken = true
    emit({ event: malformedEvent, data: why })
  }
  const take = (): void => {
    const bytes = Buffer.concat(waiting)
    let at = 0
    while (!broken && bytes.length - at >= preludeBytes) {
      needed = bytes.readUInt32BE(at)
      if (needed < preludeBytes + 4 || needed > longestMessage) {
        return malformed(`a message of ${needed} bytes was announced`)
      }
      if (bytes.length - at < needed) break
      const message = bytes.subarray(at, at + needed)
      at += needed
      needed = preludeBytes
      read(message)
    }
    waiting = [bytes.subarray(at)]
    length = bytes.length - at
  }
  const read = (message: Buffer): void => {
    const decoded = decode(message)
    if ('fault' in decoded) malformed(decoded.fault)
    else emit(decoded.event)
  }
  return {
    feed(chunk) {
      if (broken) return
      waiting.push(chunk)
      length += chunk.length
      if (length >= needed) take()
    },
    finish() {
      if (!broken && length > 0) malformed(`the stream ended within a message, after ${length} bytes of it`)
    },
  }
}

function decode(message: Buffer): { event: SseEvent } | { fault: string } {
  try {
    const { headers, body } = codec.decode(message)
    const named = (name: string): string => String(headers[name]?.value ?? '')
    const data = Buffer.from(body).toString('utf8')
    switch (named(':message-type')) {
      case 'exception':
        return { event: { event: exceptionMark + named(':exception-type'), data } }
      case 'error':
        return { event: { event: exceptionMark + named(':error-code'), data: named(':error-message') || data } }
      default:
        return { event: { event: named(':event-type'), data } }
    }
  } catch (error) {
    return { fault: (error as Error).message }
  }
}
