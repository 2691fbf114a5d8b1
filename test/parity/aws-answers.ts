/** What Amazon Bedrock's Converse answers: whole, and the events of its stream. */
import type { JsonObject } from '../../services/simulator/json.ts'
import type { ScriptedAnswer } from '../../services/simulator/script.ts'
import { message } from '../../services/simulator/wires/bedrock/event-stream.ts'
import { answer } from './answers.ts'
import type { Row } from './case.ts'

export const usage = { inputTokens: 10, outputTokens: 5, totalTokens: 15 }
const say = (...content: JsonObject[]): JsonObject => ({ message: { role: 'assistant', content } })

/** A whole answer of Converse. */
export function converseAnswer(content: JsonObject[], changes: JsonObject = {}): ScriptedAnswer {
  return answer({ output: say(...content), stopReason: 'end_turn', usage, metrics: { latencyMs: 3 }, ...changes })
}

/** One event of Converse's stream. */
export function awsEvent(type: string, payload: JsonObject): Buffer {
  const headers = { ':event-type': type, ':content-type': 'application/json', ':message-type': 'event' }
  return message(headers, JSON.stringify(payload))
}

/** A part of somebody else's stream, cut where it may be. */
export function awsPart(payload: string | Uint8Array): Buffer {
  const headers = {
    ':event-type': 'PayloadPart',
    ':content-type': 'application/octet-stream',
    ':message-type': 'event',
  }
  return message(headers, payload)
}

/** An exception in a stream. */
export function awsException(type: string, text: string): Buffer {
  const headers = { ':exception-type': type, ':content-type': 'application/json', ':message-type': 'exception' }
  return message(headers, JSON.stringify({ message: text }))
}

/** A stream of ready messages. */
export function awsStream(body: readonly (string | Uint8Array | number)[], cut = false): ScriptedAnswer {
  return { headers: { 'content-type': 'application/vnd.amazon.eventstream', 'x-amzn-requestid': 'r1' }, body, cut }
}

export const start = awsEvent('messageStart', { role: 'assistant', p: 'abc' })
export const begin = (contentBlockIndex: number, block: JsonObject): Buffer =>
  awsEvent('contentBlockStart', { contentBlockIndex, start: block })
export const delta = (contentBlockIndex: number, piece: JsonObject): Buffer =>
  awsEvent('contentBlockDelta', { contentBlockIndex, delta: piece })
export const stop = (contentBlockIndex: number): Buffer => awsEvent('contentBlockStop', { contentBlockIndex })
export const words = (index: number, ...texts: string[]): Buffer[] => [
  ...texts.map(text => delta(index, { text })),
  stop(index),
]
export const calls = (index: number, name: string, id: string, ...inputs: string[]): Buffer[] => [
  begin(index, { toolUse: { name, toolUseId: id } }),
  ...inputs.map(input => delta(index, { toolUse: { input } })),
  stop(index),
]
export const thinking = (index: number, piece: JsonObject): Buffer => delta(index, { reasoningContent: piece })
export const end = (stopReason = 'end_turn', more: JsonObject = {}, counted: JsonObject = usage): Buffer[] => [
  awsEvent('messageStop', { stopReason, ...more }),
  awsEvent('metadata', { usage: counted, metrics: { latencyMs: 3 } }),
]

/** A case of such a stream. */
export const streamed = (
  name: string,
  body: JsonObject,
  events: readonly (string | Uint8Array)[],
  cut = false,
): Row => [name, { stream: true, ...body }, { provider: awsStream(events, cut) }]
