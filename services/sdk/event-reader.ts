/** Cuts a provider's stream into events, wherever its chunks begin and end, and hands on what each becomes. */
import { StringDecoder } from 'node:string_decoder'
import { createParser } from 'eventsource-parser'
import type { AnswerHeaders } from '../shared/upstream.ts'
import { cutAwsEvents, cutAwsParts } from './aws-events.ts'
import type { Framing, SseEvent, StreamEnd, StreamTranslator, TokenUsage } from './providers/translator.ts'

/** A stream under way. */
export interface EventReader {
  feed(chunk: Buffer): void
  /** An event that was cut already. */
  take(event: SseEvent): void
  /** The provider's bytes are at their end. */
  finish(): StreamEnd
  /** How the stream would end here. */
  end(): StreamEnd
  readonly usage: TokenUsage
}

/** What finds events in bytes; `finish` hands on a last one that nothing has ended. */
interface Cutter {
  feed(chunk: Buffer): void
  finish(): void
}

const contentTypes = {
  sse: ['text/event-stream'],
  ndjson: ['application/x-ndjson', 'application/stream+json', 'application/json'],
  // Whatever AWS calls it: bytes that are no messages are found out.
  'aws-events': [''],
  'aws-events or sse': [''],
  'aws-parts': [''],
  whole: ['application/json'],
  text: [''],
} as const satisfies Record<Framing, readonly string[]>

const cutters = {
  sse: cutSse,
  ndjson: cutLines,
  'aws-events': cutAwsEvents,
  'aws-events or sse': cutEither,
  'aws-parts': cutAwsParts,
  whole: keepWhole,
  text: cutNothing,
} as const satisfies Record<Framing, (emit: (event: SseEvent) => void) => Cutter>

/** Whether an answer is a stream in this framing; anything else is read as a whole. */
export function isFramed(framing: Framing, headers: AnswerHeaders): boolean {
  const found = String(headers['content-type'] ?? '').toLowerCase()
  return contentTypes[framing].some(type => found.includes(type))
}

/** Whether the first bytes of an answer are those of server-sent events, whatever its content type says. */
export function beginsAsEvents(chunks: readonly Buffer[]): boolean {
  let begin = ''
  for (const chunk of chunks) {
    begin += chunk.toString('latin1', 0, 64)
    if (begin.length >= 64) break
  }
  return /^(?:\xEF\xBB\xBF)?\s*(?:data|event|id|retry)?:/.test(begin)
}

/** Reads a stream: every event goes through the translator, and its frames to `write`, in one piece an event. */
export function readEvents(framing: Framing, stream: StreamTranslator, write: (frame: string) => void): EventReader {
  const take = (event: SseEvent): void => {
    const frames = stream.push(event)
    if (frames.length > 0) write(frames.join(''))
  }
  const cutter = cutters[framing](take)
  return {
    take,
    feed: chunk => cutter.feed(chunk),
    finish() {
      cutter.finish()
      return stream.end()
    },
    end: () => stream.end(),
    get usage() {
      return stream.usage
    },
  }
}

function cutSse(emit: (event: SseEvent) => void): Cutter {
  const decoder = new TextDecoder()
  const parser = createParser({
    onEvent({ event = '', data }: { event?: string | undefined; data: string }) {
      emit({ event, data })
    },
  })
  return {
    feed: chunk => parser.feed(decoder.decode(chunk, { stream: true })),
    finish() {
      parser.feed(decoder.decode())
      // Some providers leave out the blank line behind their last event.
      parser.feed('\n\n')
    },
  }
}

/** AWS's messages begin with their length, which no text does. */
function cutEither(emit: (event: SseEvent) => void): Cutter {
  let cutter: Cutter | undefined
  return {
    feed(chunk) {
      const [first] = chunk
      if (first === undefined) return
      cutter ??= first < 9 ? cutAwsEvents(emit) : cutSse(emit)
      cutter.feed(chunk)
    },
    finish: () => (cutter ?? cutAwsEvents(emit)).finish(),
  }
}

function cutLines(emit: (event: SseEvent) => void): Cutter {
  const decoder = new TextDecoder()
  let rest = ''
  const take = (text: string): void => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.trim() !== '') emit({ event: '', data: line })
  }
  return {
    feed: chunk => take(decoder.decode(chunk, { stream: true })),
    finish: () => take(`${decoder.decode()}\n`),
  }
}

function keepWhole(emit: (event: SseEvent) => void): Cutter {
  const chunks: Buffer[] = []
  return {
    feed: chunk => void chunks.push(chunk),
    finish: () => emit({ event: '', data: Buffer.concat(chunks).toString('utf8') }),
  }
}

/** Words as they come; a letter that is cut in two waits for its end. */
function cutNothing(emit: (event: SseEvent) => void): Cutter {
  const decoder = new StringDecoder('utf8')
  const say = (text: string): void => {
    if (text !== '') emit({ event: '', data: JSON.stringify({ text }) })
  }
  return { feed: chunk => say(decoder.write(chunk)), finish: () => say(decoder.end()) }
}
