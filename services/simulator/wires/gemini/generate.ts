import type { Answer, Part } from '../../answer.ts'
import { composeAnswer } from '../../answer.ts'
import type { Identity } from '../../identity.ts'
import { asObject, type JsonObject } from '../../json.ts'
import { pieces } from '../../text.ts'
import type { Endpoint, Frame, Input, Prepared } from '../wire.ts'
import { Complaint } from '../wire.ts'
import { embedContents } from './embed.ts'
import { errorBody } from './errors.ts'
import { readGenerate } from './read.ts'

const finishReasons = { stop: 'STOP', length: 'MAX_TOKENS', tool: 'STOP', refusal: 'SAFETY' } as const

function partOf(part: Part, id: Identity): JsonObject {
  if (part.kind === 'thinking') return { text: part.text, thought: true }
  if (part.kind === 'text') return { text: part.text }
  return { functionCall: { name: part.name, args: part.input }, thoughtSignature: `EsIB${id.token('thought', 60)}` }
}

/** What Vertex AI tells beyond Gemini's own API, in the usage and beside it. */
interface More {
  readonly usage: JsonObject
  readonly body: JsonObject
}

/** The whole answer, or one chunk of it: `output` tells how many tokens were written so far. */
function responseOf(
  answer: Answer,
  model: string,
  id: Identity,
  more: More,
  candidate: JsonObject,
  output: number,
): JsonObject {
  const { input, thinking } = answer.usage
  return {
    candidates: [{ ...candidate, index: 0 }],
    usageMetadata: {
      promptTokenCount: input,
      candidatesTokenCount: output,
      totalTokenCount: input + output + thinking,
      promptTokensDetails: [{ modality: 'TEXT', tokenCount: input }],
      ...(thinking === 0 ? {} : { thoughtsTokenCount: thinking }),
      ...more.usage,
    },
    modelVersion: model,
    ...more.body,
    responseId: id.token('response', 23),
  }
}

function wholeOf(answer: Answer, model: string, id: Identity, more: More): JsonObject {
  const finishReason = finishReasons[answer.finish]
  const content = { parts: answer.parts.map(part => partOf(part, id)), role: 'model' }
  // A blocked answer has no content at all.
  const candidate = answer.finish === 'refusal' ? { finishReason } : { content, finishReason }
  return responseOf(answer, model, id, more, candidate, answer.usage.output - answer.usage.thinking)
}

function chunkParts(answer: Answer, id: Identity): JsonObject[] {
  return answer.parts.flatMap(part =>
    part.kind === 'tool' ? [partOf(part, id)] : pieces(part.text).map(text => ({ ...partOf(part, id), text })),
  )
}

/** With `alt=sse` events, else one JSON array that grows. */
function streamOf(answer: Answer, model: string, id: Identity, more: More, sse: boolean): Prepared {
  const output = answer.usage.output - answer.usage.thinking
  const write = (value: JsonObject, before: number): string => {
    const json = JSON.stringify(value)
    return sse ? `data: ${json}\r\n\r\n` : `${before === 0 ? '[' : ',\r\n'}${json}`
  }
  const parts = chunkParts(answer, id)
  const frames: Frame[] = parts.map((part, index) => {
    const written = Math.ceil((output * (index + 1)) / parts.length)
    const chunk = responseOf(answer, model, id, more, { content: { parts: [part], role: 'model' } }, written)
    return { text: write(chunk, index), content: true }
  })
  const finishReason = finishReasons[answer.finish]
  const last =
    answer.finish === 'refusal' ? { finishReason } : { content: { parts: [{ text: '' }], role: 'model' }, finishReason }
  const close = sse ? [] : [']']
  return {
    kind: 'stream',
    contentType: sse ? 'text/event-stream' : 'application/json; charset=UTF-8',
    frames,
    ending: [write(responseOf(answer, model, id, more, last, output), parts.length), ...close],
    failure: sent => [write(errorBody({ status: 503 }), sent), ...close],
  }
}

/** The methods of a model; `usage` and `body` are told beyond what Gemini's own API tells. */
export function generate(usage: JsonObject, body: JsonObject): Endpoint {
  return input => answerMethod(input, { usage, body })
}

/** `POST /v1beta/models/{model}:{method}` */
export const modelMethod: Endpoint = generate({}, {})

// The router cannot split at a colon, so it is done here.
function answerMethod({ body, params, query, plan, id }: Input, more: More): Prepared {
  const [model = '', method = ''] = (params['target'] ?? '').split(/:(?=[^:]*$)/)
  if (method === 'embedContent' || method === 'batchEmbedContents') return embedContents(body, method)
  const whole = method === 'countTokens' ? asObject(body)['generateContentRequest'] : undefined
  const ask = readGenerate(whole === undefined ? body : asObject(whole), model)
  switch (method) {
    case 'generateContent': {
      const answer = composeAnswer(ask, plan)
      return { kind: 'whole', body: wholeOf(answer, model, id, more), pieces: chunkParts(answer, id).length }
    }
    case 'streamGenerateContent':
      return streamOf(composeAnswer(ask, plan), model, id, more, query['alt'] === 'sse')
    case 'countTokens': {
      const details = [{ modality: 'TEXT', tokenCount: ask.inputTokens }]
      return { kind: 'whole', body: { totalTokens: ask.inputTokens, promptTokensDetails: details }, pieces: 1 }
    }
    default:
      throw new Complaint({ status: 404, message: `Method not found: ${method}` })
  }
}
