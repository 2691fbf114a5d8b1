import type { Answer, Part } from '../../answer.ts'
import { composeAnswer } from '../../answer.ts'
import type { Identity } from '../../identity.ts'
import type { JsonObject } from '../../json.ts'
import { asObject } from '../../json.ts'
import { pieces, refusalText, slices } from '../../text.ts'
import type { Endpoint, Frame } from '../wire.ts'
import { errorObject } from './errors.ts'
import { readChat } from './read.ts'

const finishReasons = { stop: 'stop', length: 'length', tool: 'tool_calls', refusal: 'stop' } as const
const fingerprint = 'fp_5117a7ed00'
const contentType = 'text/event-stream; charset=utf-8'

/** One `data:` line of OpenAI's streams. */
export function dataLine(value: JsonObject | '[DONE]'): string {
  return `data: ${value === '[DONE]' ? value : JSON.stringify(value)}\n\n`
}

function usageOf({ usage }: Answer): JsonObject {
  return {
    prompt_tokens: usage.input,
    completion_tokens: usage.output,
    total_tokens: usage.input + usage.output,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: usage.thinking,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  }
}

const textOf = (answer: Answer, kind: 'text' | 'thinking'): string =>
  answer.parts.map(part => (part.kind === kind ? part.text : '')).join('')

const toolsOf = (answer: Answer): Extract<Part, { kind: 'tool' }>[] => answer.parts.filter(part => part.kind === 'tool')

function message(answer: Answer, id: Identity): JsonObject {
  const tools = toolsOf(answer).map((part, index) => ({
    id: `call_${id.token(`call${index}`, 24)}`,
    type: 'function',
    function: { name: part.name, arguments: JSON.stringify(part.input) },
  }))
  const thinking = textOf(answer, 'thinking')
  const refused = answer.finish === 'refusal'
  return {
    role: 'assistant',
    content: refused || tools.length > 0 ? null : textOf(answer, 'text'),
    ...(thinking === '' ? {} : { reasoning_content: thinking }),
    ...(tools.length === 0 ? {} : { tool_calls: tools }),
    refusal: refused ? refusalText : null,
    annotations: [],
  }
}

/** The deltas of a stream, in order, without the role and the finish. */
function deltas(answer: Answer, id: Identity): JsonObject[] {
  const list: JsonObject[] = pieces(textOf(answer, 'thinking')).map(reasoning_content => ({ reasoning_content }))
  list.push(...pieces(textOf(answer, 'text')).map(content => ({ content })))
  toolsOf(answer).forEach((part, index) => {
    const start = { index, id: `call_${id.token(`call${index}`, 24)}`, type: 'function' }
    list.push({ tool_calls: [{ ...start, function: { name: part.name, arguments: '' } }] })
    const args = slices(JSON.stringify(part.input))
    list.push(...args.map(piece => ({ tool_calls: [{ index, function: { arguments: piece } }] })))
  })
  if (answer.finish === 'refusal') list.push(...pieces(refusalText).map(refusal => ({ refusal })))
  return list
}

function streamOf(answer: Answer, body: JsonObject, id: Identity) {
  const options = asObject(body['stream_options'])
  const withUsage = options['include_usage'] === true
  let count = 0
  const chunk = (rest: JsonObject): string => {
    const obfuscation = id.token(`pad${count++}`, 4 + (count % 12))
    return dataLine({
      id: `chatcmpl-${id.token('chat', 29)}`,
      object: 'chat.completion.chunk',
      created: id.created,
      model: body['model'],
      service_tier: 'default',
      system_fingerprint: fingerprint,
      ...rest,
      ...(options['include_obfuscation'] === false ? {} : { obfuscation }),
    })
  }
  const choice = (delta: JsonObject, finish_reason: string | null = null): string =>
    chunk({ choices: [{ index: 0, delta, logprobs: null, finish_reason }], ...(withUsage ? { usage: null } : {}) })
  const first = { role: 'assistant', content: toolsOf(answer).length > 0 ? null : '', refusal: null }
  const frames: Frame[] = [{ text: choice(first), content: false }]
  frames.push(...deltas(answer, id).map(delta => ({ text: choice(delta), content: true })))
  const ending = [choice({}, finishReasons[answer.finish])]
  if (withUsage) ending.push(chunk({ choices: [], usage: usageOf(answer) }))
  ending.push(dataLine('[DONE]'))
  return { frames, ending, failure: () => [dataLine({ error: errorObject({ status: 500 }) })] }
}

/** `POST /v1/chat/completions` */
export const chatCompletions: Endpoint = ({ body, plan, id }) => {
  const answer = composeAnswer(readChat(body), plan)
  if (body['stream'] === true) return { kind: 'stream', contentType, ...streamOf(answer, body, id) }
  const completion = {
    id: `chatcmpl-${id.token('chat', 29)}`,
    object: 'chat.completion',
    created: id.created,
    model: body['model'],
    choices: [{ index: 0, message: message(answer, id), logprobs: null, finish_reason: finishReasons[answer.finish] }],
    usage: usageOf(answer),
    service_tier: 'default',
    system_fingerprint: fingerprint,
  }
  return { kind: 'whole', body: completion, pieces: deltas(answer, id).length }
}
