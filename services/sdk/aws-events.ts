/** Cuts AWS's binary event stream into its messages, wherever the chunks begin and end. */
import { EventStreamCodec } from '@smithy/eventstream-codec'
import { parseJson } from './providers/json.ts'
import type { SseEvent } from './providers/translator.ts'

/** Marks an event that the provider sent in an answer's place; its exception's name follows. */
export const exceptionMark = 'exception:'
/** The event that bytes become which are no message. */
export const malformedEvent = 'malformed'
/** The event behind the last one, where it is not whole or there was none at all. */
export const truncatedEvent = 'truncated'

const codec = new EventStreamCodec(
  bytes => Buffer.from(bytes as Uint8Array).toString('utf8'),
  text => Buffer.from(text, 'utf8'),
)

/** Total length, headers' length and their checksum stand before a message. */
const preludeBytes = 12
/** The longest message AWS allows, so that a stray page is not waited for. */
const longestMessage = 25 * 1024 * 1024

interface Cutter {
  feed(chunk: Buffer): void
  finish(): void
}

/** A message by its type, with what it carries. */
type Emit = (event: string, body: Buffer) => void

/** Finds messages in bytes. A message's type is the event's name; after bytes that are none it hears nothing more. */
export function cutAwsEvents(emit: (event: SseEvent) => void): Cutter {
  return cutMessages((event, body) => emit({ event, data: body.toString('utf8') }))
}

/** The type of a message that carries a part of somebody else's stream. */
const partOfPayload = 'PayloadPart'

/**
 * Finds JSON in what messages carry piece by piece, wherever those are cut: with or without `data:` before it and line
 * breaks behind it. Any other message is an event of its own.
 */
export function cutAwsParts(emit: (event: SseEvent) => void): Cutter {
  const decoder = new TextDecoder()
  let rest = ''
  const take = (line: string): void => {
    rest += line
    const said = rest.trim().replace(/^data:\s*/, '')
    const whole = said === '' || (/[}\]]$/.test(said) && (said === '[DONE]' || parseJson(said) !== undefined))
    if (!whole) return
    rest = ''
    if (said !== '') emit({ event: '', data: said })
  }
  const cutter = cutMessages((event, body) => {
    if (event !== partOfPayload) return emit({ event, data: body.toString('utf8') })
    const lines = decoder.decode(body, { stream: true }).split('\n')
    for (const line of lines) take(line)
  })
  return {
    feed: cutter.feed,
    finish() {
      cutter.finish()
      take(decoder.decode())
      if (rest.trim() !== '') emit({ event: malformedEvent, data: rest })
    },
  }
}

function cutMessages(emit: Emit): Cutter {
  let waiting: Buffer[] = []
  let length = 0
  let needed = preludeBytes
  let broken = false
  let events = 0

  const malformed = (why: string): void => {
    broken = true
    emit(malformedEvent, Buffer.from(why))
  }
  /** Reads the message at the start of these bytes; 0 where none is whole. */
  const take = (bytes: Buffer): number => {
    if (broken || bytes.length < preludeBytes) return 0
    needed = bytes.readUInt32BE(0)
    if (needed < preludeBytes + 4 || needed > longestMessage) {
      malformed(`a message of ${needed} bytes was announced`)
      return 0
    }
    if (bytes.length < needed) return 0
    const end = needed
    needed = preludeBytes
    read(bytes.subarray(0, end))
    return end
  }
  const read = (message: Buffer): void => {
    const decoded = decode(message)
    if ('fault' in decoded) malformed(decoded.fault)
    else {
      events += 1
      emit(decoded.event, decoded.body)
    }
  }
  return {
    feed(chunk) {
      if (broken) return
      waiting.push(chunk)
      length += chunk.length
      if (length < needed) return
      let bytes = Buffer.concat(waiting)
      for (let end = take(bytes); end > 0; end = take(bytes)) bytes = bytes.subarray(end)
      waiting = [bytes]
      length = bytes.length
    },
    finish() {
      if (broken || (length === 0 && events > 0)) return
      const data = events === 0 ? '' : `${length} undecoded bytes after ${events} events`
      emit(truncatedEvent, Buffer.from(data))
    },
  }
}

function decode(message: Buffer): { event: string; body: Buffer } | { fault: string } {
  try {
    const { headers, body } = codec.decode(message)
    const named = (name: string): string => String(headers[name]?.value ?? '')
    const data = Buffer.from(body)
    switch (named(':message-type')) {
      case 'exception':
        return { event: exceptionMark + named(':exception-type'), body: data }
      case 'error': {
        const told = named(':error-message')
        return { event: exceptionMark + named(':error-code'), body: told === '' ? data : Buffer.from(told) }
      }
      default:
        return { event: named(':event-type'), body: data }
    }
  } catch (error) {
    return { fault: (error as Error).message }
  }
}
