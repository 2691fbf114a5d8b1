import type { FastifyInstance } from 'fastify'
import type { Answer, Ask } from '../../answer.ts'
import { composeAnswer } from '../../answer.ts'
import { handle } from '../../handle.ts'
import type { Identity } from '../../identity.ts'
import type { JsonObject } from '../../json.ts'
import { asList, asObject, asText, firstNumber, textOfContent } from '../../json.ts'
import { estimateTokens, pieces, refusalText, slices } from '../../text.ts'
import type { Endpoint, Frame, Prepared } from '../wire.ts'
import { Complaint } from '../wire.ts'
import { embeddings } from './embed.ts'
import { cohere } from './wire.ts'

const finishReasons = { stop: 'COMPLETE', length: 'MAX_TOKENS', tool: 'TOOL_CALL', refusal: 'COMPLETE' } as const

function readChat(body: JsonObject): Ask {
  const messages = asList(body['messages']).map(asObject)
  if (messages.length === 0)
    throw new Complaint({ status: 400, message: 'invalid request: messages must not be empty' })
  const questions = messages.filter(({ role }) => role === 'user').map(({ content }) => textOfContent(content))
  const tools = asList(body['tools']).map(tool => asObject(asObject(tool)['function']))
  const format = asObject(body['response_format'])
  return {
    model: asText(body['model']),
    question: questions.findLast(text => text !== '') ?? '',
    afterTool: messages.at(-1)?.['role'] === 'tool',
    tools: tools.map(tool => ({ name: asText(tool['name']), schema: asObject(tool['parameters']) })),
    forcedTool: body['tool_choice'] === 'REQUIRED' ? 'any' : null,
    schema: format['type'] === 'json_object' ? asObject(format['json_schema']) : null,
    maxTokens: firstNumber(body['max_tokens']),
    inputTokens: estimateTokens(messages.map(({ content }) => textOfContent(content)).join('')),
    prefacesTools: false,
  }
}

function usageOf({ usage: { input, output } }: Answer): JsonObject {
  const billed_units = { input_tokens: input, output_tokens: output }
  // Its own prompt counts too, but is not billed.
  return { billed_units, tokens: { input_tokens: input + 57, output_tokens: output } }
}

const wordsOf = (answer: Answer): string =>
  answer.finish === 'refusal' ? refusalText : answer.parts.map(part => (part.kind === 'text' ? part.text : '')).join('')

function callsOf(answer: Answer, id: Identity) {
  return answer.parts.flatMap((part, index) => {
    if (part.kind !== 'tool') return []
    return [{ id: `${part.name}_${id.token(`call${index}`, 12)}`, name: part.name, args: JSON.stringify(part.input) }]
  })
}

function wholeOf(answer: Answer, id: Identity): JsonObject {
  const calls = callsOf(answer, id).map(({ id: name, ...call }) => {
    return { id: name, type: 'function', function: { name: call.name, arguments: call.args } }
  })
  const content = [{ type: 'text', text: wordsOf(answer) }]
  const message = calls.length > 0 ? { tool_plan: 'I will call it.', tool_calls: calls } : { content }
  return {
    id: id.hex('chat', 32),
    finish_reason: finishReasons[answer.finish],
    message: { role: 'assistant', ...message },
    usage: usageOf(answer),
  }
}

const event = (data: JsonObject): string => `event: ${asText(data['type'])}\ndata: ${JSON.stringify(data)}\n\n`
const inMessage = (message: JsonObject): JsonObject => ({ delta: { message } })

function streamOf(answer: Answer, id: Identity): Prepared {
  const frames: Frame[] = []
  const add = (content: boolean, data: JsonObject): void => void frames.push({ text: event(data), content })
  add(false, { type: 'message-start', id: id.hex('chat', 32), ...inMessage({ role: 'assistant', content: [] }) })
  const words = pieces(wordsOf(answer))
  if (words.length > 0) {
    add(false, { type: 'content-start', index: 0, ...inMessage({ content: { type: 'text', text: '' } }) })
    for (const text of words) add(true, { type: 'content-delta', index: 0, ...inMessage({ content: { text } }) })
    add(false, { type: 'content-end', index: 0 })
  }
  callsOf(answer, id).forEach((call, index) => {
    const called = { id: call.id, type: 'function', function: { name: call.name, arguments: '' } }
    add(true, { type: 'tool-call-start', index, ...inMessage({ tool_calls: called }) })
    for (const piece of slices(call.args)) {
      add(true, { type: 'tool-call-delta', index, ...inMessage({ tool_calls: { function: { arguments: piece } } }) })
    }
    add(false, { type: 'tool-call-end', index })
  })
  const end = { finish_reason: finishReasons[answer.finish], usage: usageOf(answer) }
  return {
    kind: 'stream',
    contentType: 'text/event-stream',
    frames,
    ending: [event({ type: 'message-end', delta: end })],
    failure: () => [event({ type: 'message-end', delta: { ...end, finish_reason: 'ERROR' } })],
  }
}

/** `POST /v2/chat` */
const chat: Endpoint = ({ body, plan, id }) => {
  const answer = composeAnswer(readChat(body), plan)
  if (body['stream'] === true) return streamOf(answer, id)
  return { kind: 'whole', body: wholeOf(answer, id), pieces: pieces(wordsOf(answer)).length }
}

/** The routes of Cohere's API. */
export function cohereRoutes(app: FastifyInstance): void {
  app.post('/v2/chat', handle(app, cohere, chat))
  app.post('/v2/embed', handle(app, cohere, embeddings))
}
