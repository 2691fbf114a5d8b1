/** Events are found wherever a provider's chunks begin and end. */
import { EventStreamCodec } from '@smithy/eventstream-codec'
import t from 'tap'
import { beginsAsEvents, isFramed, readEvents } from '../../../services/sdk/event-reader.ts'
import type { Framing, SseEvent } from '../../../services/sdk/providers/translator.ts'

const codec = new EventStreamCodec(
  bytes => Buffer.from(bytes as Uint8Array).toString('utf8'),
  text => Buffer.from(text, 'utf8'),
)

/** A message of AWS's binary stream. */
function awsMessage(headers: Record<string, string>, body: string | Uint8Array): Buffer {
  const typed = Object.entries(headers).map(([name, value]) => [name, { type: 'string' as const, value }])
  return Buffer.from(codec.encode({ headers: Object.fromEntries(typed), body: Buffer.from(body) }))
}

const awsEvent = (type: string, body: string | Uint8Array): Buffer =>
  awsMessage({ ':message-type': 'event', ':event-type': type, ':content-type': 'application/json' }, body)

/** Framings whose events are the provider's. */
type Cut = Exclude<Framing, 'text'>

interface Wire {
  readonly bytes: Buffer
  readonly events: SseEvent[]
}

const either: Wire = {
  bytes: awsEvent('chunk', '{"bytes":"e30="}'),
  events: [{ event: 'chunk', data: '{"bytes":"e30="}' }],
}

const wire: Record<Cut, Wire> = {
  sse: {
    bytes: Buffer.from('event: a\ndata: {"é":1}\n\n: ping\n\ndata: {"b":2}\r\n\r\ndata: last\n'),
    events: [
      { event: 'a', data: '{"é":1}' },
      { event: '', data: '{"b":2}' },
      { event: '', data: 'last' },
    ],
  },
  ndjson: {
    bytes: Buffer.from('{"é":1}\n\n{"b":2}\r\n{"c":"€"}'),
    events: [
      { event: '', data: '{"é":1}' },
      { event: '', data: '{"b":2}\r' },
      { event: '', data: '{"c":"€"}' },
    ],
  },
  'aws-events': {
    bytes: Buffer.concat([
      awsEvent('messageStart', '{"role":"é"}'),
      awsEvent('metadata', ''),
      awsMessage({ ':message-type': 'exception', ':exception-type': 'throttlingException' }, '{"message":"slow"}'),
      awsMessage({ ':message-type': 'error', ':error-code': 'Odd', ':error-message': 'said' }, ''),
    ]),
    events: [
      { event: 'messageStart', data: '{"role":"é"}' },
      { event: 'metadata', data: '' },
      { event: 'exception:throttlingException', data: '{"message":"slow"}' },
      { event: 'exception:Odd', data: 'said' },
    ],
  },
  'aws-events or sse': either,
  'aws-parts': {
    bytes: Buffer.concat([
      awsEvent('PayloadPart', 'data: {"a":"'),
      awsEvent('PayloadPart', Buffer.from('é').subarray(0, 1)),
      awsEvent('PayloadPart', Buffer.concat([Buffer.from('é').subarray(1), Buffer.from(' ')])),
      awsEvent('PayloadPart', ' b"}\n\ndata:{"c":'),
      awsEvent('PayloadPart', '1}\n'),
      awsEvent('Other', 'x'),
      awsEvent('PayloadPart', '{"d":2}'),
      awsEvent('PayloadPart', 'data: [DONE]\n\n{"e":'),
    ]),
    events: [
      { event: '', data: '{"a":"é  b"}' },
      { event: '', data: '{"c":1}' },
      { event: 'Other', data: 'x' },
      { event: '', data: '{"d":2}' },
      { event: '', data: '[DONE]' },
      { event: 'malformed', data: '{"e":' },
    ],
  },
  whole: { bytes: Buffer.from('{"é":1}\n'), events: [{ event: '', data: '{"é":1}\n' }] },
}

for (const framing of Object.keys(wire) as Cut[]) {
  void t.test(framing, async t => {
    const { bytes, events } = wire[framing]
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      t.same(read(framing, [bytes.subarray(0, cut), bytes.subarray(cut)]), events, `cut at ${cut}`)
    }
    const single = Array.from(bytes, (_, at) => bytes.subarray(at, at + 1))
    t.same(read(framing, single), events, 'byte by byte')
  })
}

void t.test('plain events in the place of AWS’s', async t => {
  const { bytes, events } = wire.sse
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    t.same(read('aws-events or sse', [bytes.subarray(0, cut), bytes.subarray(cut)]), events, `cut at ${cut}`)
  }
})

void t.test('words are told as they come, letters whole', async t => {
  const bytes = Buffer.from('Hé €')
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    const told = read('text', [bytes.subarray(0, cut), bytes.subarray(cut)])
    const words = told.map(({ data }) => (JSON.parse(data) as { text: string }).text)
    t.equal(words.join(''), 'Hé €', `cut at ${cut}`)
    t.notOk(words.includes(''))
  }
})

void t.test('an answer of another type is no stream', async t => {
  t.ok(isFramed('sse', { 'content-type': 'text/event-stream; charset=utf-8' }))
  t.notOk(isFramed('sse', { 'content-type': 'application/json' }))
  t.ok(isFramed('sse', { 'content-type': 'Text/Event-Stream' }))
  t.ok(isFramed('ndjson', { 'content-type': 'application/x-ndjson' }))
  t.notOk(isFramed('ndjson', {}))
})

void t.test('the first bytes tell server-sent events from anything else', async t => {
  const cases: [want: boolean, ...chunks: string[]][] = [
    [true, 'data: {"a":1}\n\n'],
    [true, 'ev', 'ent: x\n'],
    [true, '\uFEFFdata:x'],
    [true, '\n\r\n id: 7'],
    [true, ': a comment'],
    [false, 'ev'],
    [false, '{"data: 1"}'],
    [false, '<html>data:'],
    [false, 'database: x'],
    [false, ''],
    [false],
    [false, ' '.repeat(64), 'data: too late'],
  ]
  for (const [want, ...chunks] of cases) {
    t.equal(beginsAsEvents(chunks.map(chunk => Buffer.from(chunk))), want, JSON.stringify(chunks))
  }
})

void t.test('bytes that are no message of AWS', async t => {
  const good = awsEvent('a', '{}')
  const spoilt = Buffer.from(good)
  spoilt[good.length - 1] = (spoilt[good.length - 1] ?? 0) ^ 1
  const table = [
    { name: 'a checksum', chunks: [good, spoilt, good], want: ['a', 'malformed'] },
    { name: 'a page', chunks: [Buffer.from('<html>not a stream'), good], want: ['malformed'] },
    { name: 'an end within a message', chunks: [good, good.subarray(0, 20)], want: ['a', 'truncated'] },
    { name: 'nothing at all', chunks: [], want: ['truncated'] },
    { name: 'an end between messages', chunks: [good, good], want: ['a', 'a'] },
  ]
  for (const { name, chunks, want } of table) {
    t.same(
      read('aws-events', chunks).map(({ event }) => event),
      want,
      name,
    )
  }
})

function read(framing: Framing, chunks: readonly Buffer[]): SseEvent[] {
  const seen: SseEvent[] = []
  const stream = {
    push(event: SseEvent) {
      seen.push(event)
      return []
    },
    end: () => ({ complete: true, frames: [] }),
    usage: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
  }
  const reader = readEvents(framing, stream, () => {})
  for (const chunk of chunks) reader.feed(chunk)
  reader.finish()
  return seen
}
