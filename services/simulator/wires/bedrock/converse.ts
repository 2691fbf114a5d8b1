import type { Answer, Part } from '../../answer.ts'
import { composeAnswer } from '../../answer.ts'
import type { Identity } from '../../identity.ts'
import type { JsonObject } from '../../json.ts'
import { pieces, slices } from '../../text.ts'
import type { Endpoint, Frame, Input, Prepared } from '../wire.ts'
import { encoded, eventText, exceptionText } from './event-stream.ts'
import { readConverse } from './read.ts'

const stopReasons = { stop: 'end_turn', length: 'max_tokens', tool: 'tool_use', refusal: 'content_filtered' } as const

const signature = (id: Identity): string => `EvQB${id.token('signature', 84)}${id.token('signature2', 80)}`
const toolUse = (name: string, index: number, id: Identity): JsonObject => ({
  toolUseId: `tooluse_${id.token(`tool${index}`, 22)}`,
  name,
})

function block(part: Part, index: number, id: Identity): JsonObject {
  if (part.kind === 'text') return { text: part.text }
  if (part.kind === 'thinking')
    return { reasoningContent: { reasoningText: { text: part.text, signature: signature(id) } } }
  return { toolUse: { ...toolUse(part.name, index, id), input: part.input } }
}

/** Where the caller sets a cache point, half of the input is read from the cache and a quarter written to it. */
function usageOf({ usage: { input, output } }: Answer, body: JsonObject): JsonObject {
  const cached = JSON.stringify(body).includes('"cachePoint"')
  const read = cached ? Math.floor(input / 2) : 0
  const written = cached ? Math.floor(input / 4) : 0
  return {
    inputTokens: input - read - written,
    outputTokens: output,
    totalTokens: input + output,
    ...(cached ? { cacheReadInputTokens: read, cacheWriteInputTokens: written } : {}),
  }
}

function deltasOf(part: Part, id: Identity): JsonObject[] {
  if (part.kind === 'text') return pieces(part.text).map(text => ({ text }))
  if (part.kind === 'thinking') {
    const thoughts = pieces(part.text).map(text => ({ reasoningContent: { text } }))
    return [...thoughts, { reasoningContent: { signature: signature(id) } }]
  }
  const args = Object.keys(part.input).length === 0 ? [] : slices(JSON.stringify(part.input))
  return ['', ...args].map(input => ({ toolUse: { input } }))
}

/** AWS pads its events, so that their length tells nothing. */
const event = (type: string, payload: JsonObject): string => eventText(type, { ...payload, p: 'abcdefgh' })

function streamOf(answer: Answer, body: JsonObject, id: Identity): Prepared {
  const frames: Frame[] = []
  const add = (type: string, payload: JsonObject, content = false): void =>
    void frames.push({ text: event(type, payload), content })
  add('messageStart', { role: 'assistant' })
  answer.parts.forEach((part, contentBlockIndex) => {
    // Only a tool's block is begun by an event of its own.
    if (part.kind === 'tool') {
      const start = { toolUse: toolUse(part.name, contentBlockIndex, id) }
      add('contentBlockStart', { start, contentBlockIndex })
    }
    for (const delta of deltasOf(part, id)) add('contentBlockDelta', { delta, contentBlockIndex }, true)
    add('contentBlockStop', { contentBlockIndex })
  })
  return {
    kind: 'stream',
    contentType: 'application/vnd.amazon.eventstream',
    encode: encoded,
    frames,
    ending: [
      event('messageStop', { stopReason: stopReasons[answer.finish] }),
      event('metadata', { usage: usageOf(answer, body), metrics: { latencyMs: 400 } }),
    ],
    failure: () => [exceptionText('modelStreamErrorException', 'The model stopped in the middle of its answer.')],
  }
}

function answerOf({ body, params, plan }: Input): Answer {
  return composeAnswer(readConverse(body, params['target'] ?? ''), plan)
}

/** `POST /model/{id}/converse-stream` */
export const converseStream: Endpoint = input => streamOf(answerOf(input), input.body, input.id)

/** `POST /model/{id}/converse` */
export const converse: Endpoint = input => {
  const answer = answerOf(input)
  const content = answer.parts.map((part, index) => block(part, index, input.id))
  return {
    kind: 'whole',
    body: {
      metrics: { latencyMs: 400 },
      output: { message: { content, role: 'assistant' } },
      stopReason: stopReasons[answer.finish],
      usage: usageOf(answer, input.body),
    },
    pieces: answer.parts.flatMap(part => deltasOf(part, input.id)).length,
  }
}
