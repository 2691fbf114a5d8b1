/** Streams as odd providers, proxies and bad days shape them: every wire in every shape. */
import type { ScriptedAnswer } from '../../../services/simulator/script.ts'
import {
  answer,
  block as eventBlock,
  anthropicAnswer,
  chunk,
  data,
  done,
  event,
  messageEnd,
  messageStart,
  openaiAnswer,
  stream,
  textBlock,
  textChunks,
  usageChunk,
} from '../answers.ts'
import { compatibles } from '../models.ts'
import { anthropicMessages, chats, type ParityCase, type Row } from '../case.ts'

type Events = readonly (string | number)[]

const played = (name: string, provider: ScriptedAnswer): Row => [name, { stream: true }, { provider }]
const streams = (name: string, events: Events): Row => played(name, stream(events))

/** Every event changed in the same way. */
const each = (events: readonly string[], change: (event: string) => string): string[] => events.map(change)

/** One event's data in two lines, as server-sent events may have it. */
const inTwoLines = (text: string): string => text.replace(/(data: .*?),(?=")/, '$1,\ndata: ')

const noted = (text: string): string => `id: 7\nretry: 5000\n: a comment\n${text}`

/** The same shapes for a stream of any wire. `more` is an event that goes on after the end. */
function shapes(whole: readonly string[], last: string, more: readonly string[]): Row[] {
  const [first = '', ...rest] = whole
  return [
    streams('an event after the end', [...whole, last, ...more]),
    streams('a second end', [...whole, last, last]),
    streams('a second answer', [...whole, last, ...whole, last]),
    streams('garbage after the end', [...whole, last, 'garbage{{\n\n', 'data: {oops\n\n']),
    streams('half an event after the end', [...whole, last, 'event: x\ndata: {"a"']),
    streams('a comment after the end', [...whole, last, ': bye\n\n']),
    streams(
      'CR LF',
      each([...whole, last], text => text.replaceAll('\n', '\r\n')),
    ),
    streams('a byte order mark', [`\uFEFF${first}`, ...rest, last]),
    streams('comments between', [': hello\n\n', ...whole.flatMap(text => [text, ': still here\n\n']), last]),
    streams('comments and ids within', each([...whole, last], noted)),
    streams(
      'no space behind the colon',
      each([...whole, last], text => text.replaceAll(/^(event|data): /gm, '$1:')),
    ),
    streams('empty lines', ['\n\n', ...whole.flatMap(text => [text, '\n']), last]),
    streams('one event in two lines', [inTwoLines(first), ...rest, last]),
    streams('all in one piece', [[...whole, last].join('')]),
    streams('an empty event in the middle', [first, 'data:\n\n', ...rest, last]),
    streams('a null in the middle', [first, 'data: null\n\n', ...rest, last]),
    streams('a list in the middle', [first, 'data: [1]\n\n', ...rest, last]),
    played('a content type with nothing', { headers: {}, body: [...whole, last] }),
    played('a content type of text', { headers: { 'content-type': 'text/plain' }, body: [...whole, last] }),
    played('a content type of JSON', { headers: { 'content-type': 'application/json' }, body: [...whole, last] }),
    played('a content type in capitals', { headers: { 'content-type': 'Text/Event-Stream' }, body: [...whole, last] }),
    played('no blank line at the end', stream([...whole, last.trimEnd()])),
  ]
}

const block = textBlock(0, 'Hel', 'lo ü')
const [delta = '', stop = ''] = messageEnd('end_turn')
const claude = [messageStart(), ...block, delta]
const failed = event({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } })
const long = 'ü'.repeat(1 << 19)

const claudeShapes: readonly Row[] = [
  ...shapes(claude, stop, [...textBlock(1, 'more'), ...messageEnd('max_tokens')]),
  streams(
    'events without a name',
    each([...claude, stop], text => text.replace(/^event: .*\n/, '')),
  ),
  streams(
    'names that are wrong',
    each([...claude, stop], text => text.replace(/^event: .*\n/, 'event: what\n')),
  ),
  streams('events after an error', [messageStart(), ...block, failed, ...textBlock(1, 'more'), delta, stop]),
  streams('an event of half a megabyte', [messageStart(), ...textBlock(0, long), delta, stop]),
  streams('only the end', [stop]),
  streams('only comments', [': hello\n\n', ': bye\n\n']),
  streams('only pings', [event({ type: 'ping' })]),
  streams('no message_start', [...block, delta, stop]),
  streams('no message_delta', [messageStart(), ...block, stop]),
  streams('two message_starts', [messageStart(), ...claude, stop]),
  streams('a call that comes whole', [
    messageStart(),
    ...eventBlock(
      0,
      { type: 'tool_use', id: 't1', name: 'f', input: { a: 'ü', b: [1] }, caller: { type: 'direct' } },
      [],
    ),
    ...messageEnd('tool_use'),
  ]),
  streams('a message that begins with a call', [
    event({
      type: 'message_start',
      message: {
        id: 'msg_1',
        type: 'message',
        role: 'assistant',
        model: 'claude-real',
        content: [{ type: 'tool_use', id: 't1', name: 'f', input: { a: 1 } }],
        container: { id: 'c1', expires_at: 'z' },
        stop_reason: 'tool_use',
        usage: { input_tokens: 10, output_tokens: 1 },
      },
    }),
    event({ type: 'message_delta', delta: { stop_reason: 'tool_use', stop_sequence: null }, usage: {} }),
    event({ type: 'message_stop' }),
  ]),
  streams('a block that never stops', [messageStart(), ...block.slice(0, -1), delta, stop]),
  streams('a delta without its block', [messageStart(), ...block.slice(1), delta, stop]),
  streams('two message_deltas', [...claude, ...messageEnd('max_tokens', { output_tokens: 9 })]),
  played('a whole answer instead', anthropicAnswer()),
  played('an error with status 200 instead', answer({ type: 'error', error: { type: 'x', message: 'm' } })),
]

const gptShapes: readonly Row[] = [
  ...shapes(textChunks, done, [chunk({ content: 'more' }), chunk({}, { finish_reason: 'length' })]),
  streams('words after the finish', [...textChunks, chunk({ content: 'more' }), done]),
  streams('a second finish', [...textChunks, chunk({}, { finish_reason: 'length' }), done]),
  streams('usage after the end', [...textChunks, done, usageChunk()]),
  streams('events after an error', [...textChunks.slice(0, 2), data({ error: { message: 'boom' } }), ...textChunks]),
  streams('an event of half a megabyte', [textChunks[0] ?? '', chunk({ content: long }), ...textChunks.slice(3), done]),
  streams('only comments', [': hello\n\n', ': bye\n\n']),
  streams('events with a name', [...each(textChunks, text => `event: chunk\n${text}`), done]),
  streams('an end in small letters', [...textChunks, 'data: [done]\n\n']),
  streams('an end with spaces', [...textChunks, 'data:   [DONE]  \n\n']),
  played('a whole answer instead', openaiAnswer()),
  played('an error with status 200 instead', answer({ error: { message: 'm', type: 't', code: 'c' } })),
]

/** A question that is not streamed. */
const plainly: readonly Row[] = [
  ['a stream instead of an answer', { stream: false }, { provider: stream([...claude, stop]) }],
]

/** LiteLLM's pings come after a second of silence in this suite. */
const silences: readonly Row[] = [
  streams('silence in the middle', [messageStart(), 2400, ...block, delta, stop]),
  streams('silence before the first event', [1400, ...claude, stop]),
  streams('silence before an error', [1400, failed]),
  streams('silence with a ping of the provider’s', [
    messageStart(),
    700,
    event({ type: 'ping' }),
    700,
    ...block,
    delta,
    stop,
  ]),
  streams('silence behind the end', [...claude, stop, 1400]),
]

const texts: readonly ParityCase[] = chats('stream shapes/completions', 'gpt', gptShapes).map(parityCase => ({
  ...parityCase,
  path: '/v1/completions',
  body: { model: 'gpt', prompt: 'hi', stream: true },
}))

/** An error that says what, but not how it is numbered. */
const unnumbered = streams('an error without a code', [textChunks[0] ?? '', data({ error: { message: 'boom' } })])

export const streamShapeCases: readonly ParityCase[] = [
  ...chats('stream shapes/claude', 'claude', [
    ...claudeShapes,
    ...plainly,
    streams('silence in the middle', [messageStart(), 1400, ...block, delta, stop]),
  ]),
  ...anthropicMessages('stream shapes/messages', 'claude', [...claudeShapes, ...plainly, ...silences]),
  ...chats('stream shapes/gpt', 'gpt', [
    ...gptShapes,
    ['a stream instead of an answer', { stream: false }, { provider: stream([...textChunks, done]) }],
  ]),
  ...chats('stream shapes/groq', 'groq', gptShapes),
  ...compatibles.flatMap(model => chats(`stream shapes/${model}`, model, [unnumbered])),
  ...texts,
]
