import type { Answer } from '../../answer.ts'
import { composeAnswer } from '../../answer.ts'
import type { Identity } from '../../identity.ts'
import { embed } from '../../identity.ts'
import type { JsonObject } from '../../json.ts'
import { asList, asText } from '../../json.ts'
import { estimateTokens, pieces, refusalText } from '../../text.ts'
import type { Endpoint, Input, Prepared } from '../wire.ts'
import { readChat, readGenerate } from './read.ts'

/** What one answer, or one line of a stream, says: `thinking`, `text` and calls. */
interface Said {
  readonly thinking?: string
  readonly text?: string
  readonly calls?: readonly JsonObject[]
}

/** Puts what is said into an endpoint's own fields. */
type Shape = (said: Said) => JsonObject

const inMessage: Shape = ({ thinking, text = '', calls }) => ({
  message: {
    role: 'assistant',
    content: text,
    ...(thinking === undefined ? {} : { thinking }),
    ...(calls === undefined ? {} : { tool_calls: [...calls] }),
  },
})

const asResponse: Shape = ({ thinking, text = '' }) => ({
  response: text,
  ...(thinking === undefined ? {} : { thinking }),
})

function piecesOf(answer: Answer): Said[] {
  const refused = answer.finish === 'refusal' ? pieces(refusalText).map(text => ({ text })) : []
  const said = answer.parts.flatMap((part): Said[] => {
    if (part.kind === 'tool') return [{ calls: [{ function: { name: part.name, arguments: part.input } }] }]
    return pieces(part.text).map(text => (part.kind === 'thinking' ? { thinking: text } : { text }))
  })
  return [...said, ...refused]
}

function joined(all: readonly Said[]): Said {
  const thinking = all.map(said => said.thinking ?? '').join('')
  const calls = all.flatMap(said => said.calls ?? [])
  return {
    text: all.map(said => said.text ?? '').join(''),
    ...(thinking === '' ? {} : { thinking }),
    ...(calls.length === 0 ? {} : { calls }),
  }
}

function ending({ finish, usage }: Answer): JsonObject {
  return {
    done: true,
    done_reason: finish === 'length' ? 'length' : 'stop',
    total_duration: 5_191_566_416,
    load_duration: 2_154_458,
    prompt_eval_count: usage.input,
    prompt_eval_duration: 383_809_000,
    eval_count: usage.output,
    eval_duration: 4_799_921_000,
  }
}

function prepared({ body, id }: Input, answer: Answer, shape: Shape): Prepared {
  const head = { model: body['model'], created_at: stamp(id) }
  const said = piecesOf(answer)
  if (body['stream'] === false) {
    return { kind: 'whole', body: { ...head, ...shape(joined(said)), ...ending(answer) }, pieces: said.length }
  }
  const line = (rest: JsonObject): string => `${JSON.stringify({ ...head, ...rest })}\n`
  return {
    kind: 'stream',
    contentType: 'application/x-ndjson',
    frames: said.map(one => ({ text: line({ ...shape(one), done: false }), content: true })),
    ending: [line({ ...shape({}), ...ending(answer) })],
    failure: () => [`${JSON.stringify({ error: 'an error was encountered while running the model' })}\n`],
  }
}

const stamp = ({ now }: Identity): string => new Date(now).toISOString()

/** `POST /api/chat` */
export const chat: Endpoint = input => prepared(input, composeAnswer(readChat(input.body), input.plan), inMessage)

/** `POST /api/generate` */
export const generate: Endpoint = input =>
  prepared(input, composeAnswer(readGenerate(input.body), input.plan), asResponse)

/** `POST /api/embed`: vectors that depend on the text only. */
export const embeddings: Endpoint = ({ body }) => {
  const { input } = body
  const inputs = typeof input === 'string' ? [input] : asList(input).map(asText)
  const dimensions = typeof body['dimensions'] === 'number' ? body['dimensions'] : 768
  const vectors = inputs.map(text => embed(text, dimensions))
  const durations = { total_duration: 14_143_917, load_duration: 1_019_500 }
  const counted = { prompt_eval_count: estimateTokens(inputs.join('')) }
  return { kind: 'whole', body: { model: body['model'], embeddings: vectors, ...durations, ...counted }, pieces: 1 }
}

/** `POST /api/show`: what there is to know of a model. */
export const show: Endpoint = () => ({
  kind: 'whole',
  body: {
    modelfile: '',
    parameters: '',
    template: '{{ if .Tools }}{{ .Tools }}{{ end }}{{ .Prompt }}',
    details: { format: 'gguf', family: 'llama', parameter_size: '8.0B', quantization_level: 'Q4_0' },
    model_info: { 'general.architecture': 'llama', 'llama.context_length': 8192 },
    capabilities: ['completion', 'tools'],
  },
  pieces: 1,
})
