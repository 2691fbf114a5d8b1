/**
 * Every recorded stream through the worker's own reading path (event reader, translator, frames), however its bytes are
 * cut. For each recording and each route it can be asked for: byte by byte, once with LF and once with CR LF and a
 * byte order mark, and in pieces of 2, 3, 7 and 4096 bytes. And for each recording at EVERY byte boundary: split in two
 * there, the events that are found are the same. A boundary is tried within its event and the one behind; a cutter keeps nothing from one event to the next, and what a translator makes of the same events is the same.
 * Recordings of up to 3000 bytes are split in two at every boundary as a whole, through the translators of all routes.
 * Over real sockets: sockets.test.ts.
 */
import t from 'tap'
import { readEvents } from '../../../../services/sdk/event-reader.ts'
import type { SseEvent } from '../../../../services/sdk/providers/translator.ts'
import { notRecorded, recordedStreams } from '../../../support/recorded.ts'
import { framesOf, ways } from './ways.ts'

// Seconds of work; on a machine with other work, minutes.
t.setTimeout(240_000)

const skip = notRecorded === undefined ? {} : { skip: notRecorded }

function* inPieces(bytes: Buffer, length: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
}

/** A reader that keeps what it finds until it is asked. */
function finder(): (pieces: readonly Buffer[]) => SseEvent[] {
  let events: SseEvent[] = []
  const collect = (event: SseEvent): string[] => {
    events.push(event)
    return []
  }
  const end = { complete: true, frames: [] }
  const usage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }
  const reader = readEvents('sse', { push: collect, end: () => end, usage }, () => undefined)
  return pieces => {
    events = []
    for (const piece of pieces) reader.feed(piece)
    return events
  }
}

const sameEvents = (one: readonly SseEvent[], other: readonly SseEvent[]): boolean =>
  one.length === other.length &&
  one.every(({ event, data }, at) => event === other[at]?.event && data === other[at].data)

/** Recordings of answers that failed, or that are not all JSON. */
const endsBadly = new Set(['openai/openai-error.1', 'openai/parallel-tool-call-wrapper.1'])

t.test('every route, in pieces', skip, async t => {
  for (const way of ways()) {
    const { recording, route } = way
    const text = recording.frames.join('')
    const bytes = Buffer.from(text)
    const whole = framesOf(way, [bytes])
    const different = [1, 2, 3, 7, 4096].filter(length => framesOf(way, inPieces(bytes, length)) !== whole)
    t.strictSame(different, [], `${route} of ${recording.name}: ${whole.length} characters for ${bytes.length} bytes`)
    const decorated = Buffer.from(`\uFEFF${text.replaceAll('\n', '\r\n')}`)
    t.ok(framesOf(way, inPieces(decorated, 1)) === whole, `${route} of ${recording.name}: with CR LF, byte by byte`)
    t.equal(/INCOMPLETE$|THROWN /.test(whole), endsBadly.has(recording.name), `${recording.name}: whole`)
  }
})

t.test('every boundary of every recording', skip, async t => {
  let boundaries = 0
  for (const { name, frames } of recordedStreams()) {
    const different: number[] = []
    // One reader for all of them: it must be as new behind every whole event.
    const find = finder()
    const all = frames.map(frame => find([Buffer.from(frame)]))
    for (const [at, frame] of frames.entries()) {
      const window = Buffer.from(frame + (frames[at + 1] ?? ''))
      const expected = all.slice(at, at + 2).flat()
      const end = Buffer.byteLength(frame)
      for (let cut = 0; cut < end; cut += 1) {
        boundaries += 1
        const found = find([window.subarray(0, cut), window.subarray(cut)])
        if (!sameEvents(found, expected)) different.push(cut)
      }
    }
    t.strictSame(different, [], name)
  }
  t.ok(boundaries > 1_000_000, `${boundaries} boundaries`)
})

t.test('short recordings, split in two at every boundary, by every route', skip, async t => {
  for (const way of ways()) {
    const bytes = Buffer.from(way.recording.frames.join(''))
    if (bytes.length > 3000) continue
    const whole = framesOf(way, [bytes])
    const cuts = Array.from({ length: bytes.length }, (_, at) => at)
    const different = cuts.filter(at => framesOf(way, [bytes.subarray(0, at), bytes.subarray(at)]) !== whole)
    t.strictSame(different, [], `${way.route} of ${way.recording.name}`)
  }
})
