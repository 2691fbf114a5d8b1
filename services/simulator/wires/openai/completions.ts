import type { Answer } from '../../answer.ts'
import { composeAnswer } from '../../answer.ts'
import type { JsonObject } from '../../json.ts'
import { asObject } from '../../json.ts'
import { pieces } from '../../text.ts'
import type { Endpoint, Frame } from '../wire.ts'
import { dataLine } from './chat.ts'
import { errorObject } from './errors.ts'
import { readCompletion } from './read.ts'

const finishReasons = { stop: 'stop', length: 'length', tool: 'stop', refusal: 'content_filter' } as const

function usageOf({ usage }: Answer): JsonObject {
  return {
    prompt_tokens: usage.input,
    completion_tokens: usage.output,
    total_tokens: usage.input + usage.output,
  }
}

function choice(text: string, finish_reason: string | null): JsonObject[] {
  return [{ text, index: 0, logprobs: null, finish_reason }]
}

const failure = (): string[] => [dataLine({ error: errorObject({ status: 500 }) })]

/** `POST /v1/completions`, the legacy endpoint: plain text, the finish reason on the last piece. */
export const completions: Endpoint = ({ body, plan, id }) => {
  const answer = composeAnswer(readCompletion(body), plan)
  // This endpoint knows neither tools nor thinking: only the text is left of them.
  const text = answer.parts.map(part => (part.kind === 'text' ? part.text : '')).join('')
  const finish = finishReasons[answer.finish]
  const shell = { id: `cmpl-${id.token('completion', 29)}`, object: 'text_completion', created: id.created }
  if (body['stream'] !== true) {
    const whole = { ...shell, model: body['model'], choices: choice(text, finish), usage: usageOf(answer) }
    return { kind: 'whole', body: whole, pieces: pieces(text).length }
  }
  const withUsage = asObject(body['stream_options'])['include_usage'] === true
  const chunk = (piece: string, reason: string | null): string =>
    dataLine({
      ...shell,
      choices: choice(piece, reason),
      model: body['model'],
      ...(withUsage ? { usage: null } : {}),
    })
  const frames: Frame[] = pieces(text).map(piece => ({ text: chunk(piece, null), content: true }))
  const ending = [chunk('', finish)]
  if (withUsage) ending.push(dataLine({ ...shell, model: body['model'], usage: usageOf(answer), choices: [] }))
  ending.push(dataLine('[DONE]'))
  return { kind: 'stream', contentType: 'text/event-stream', frames, ending, failure }
}
