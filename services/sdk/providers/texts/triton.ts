/** NVIDIA's Triton: a model's own `generate`, or tensors for its `infer`. */
import { asString, objectsOf, omit } from '../json.ts'
import { brokenAnswer } from '../plain/answer.ts'
import { promptFor, wordsOf } from '../plain/prompt.ts'
import { type Asked, plainTranslator } from '../plain/wire.ts'
import { type Json, type JsonObject, NotServed, type Translator } from '../translator.ts'

const usualLimit = 2000
const usualTensorLimit = 20

export const tritonTranslator: Translator = plainTranslator({
  takes: 'max_tokens max_completion_tokens',
  saysStream: true,
  request(asked) {
    const { apiBase } = asked.target
    if (apiBase.endsWith('/generate')) {
      return { url: asked.streams ? `${apiBase}_stream` : apiBase, body: generation(asked) }
    }
    if (!apiBase.endsWith('/infer')) throw brokenAnswer(`Invalid Triton API base: ${apiBase}`)
    if (asked.streams) throw new NotServed('Triton does not stream tensors')
    return { url: apiBase, body: tensors(asked) }
  },
  answer(body, _chat, { apiBase }) {
    return { message: { content: apiBase.endsWith('/infer') ? tensorText(body) : generatedText(body) } }
  },
  read: () => event => ({
    text: asString(event['text_output']) ?? '',
    ...(event['is_finished'] === true ? { finish: asString(event['stop_reason']) ?? 'stop' } : {}),
  }),
})

function generation({ messages, target, openai, own, streams }: Asked): JsonObject {
  const { max_tokens: limit = usualLimit } = openai
  const parameters = { max_tokens: Math.trunc(Number(limit)), ...openai, ...own }
  return { text_input: promptFor(target.model, messages), parameters, stream: streams }
}

function generatedText(body: JsonObject): Json {
  const text = body['text_output']
  if (text === undefined) throw brokenAnswer("'text_output'")
  return text
}

function tensors({ messages, openai, own }: Asked): JsonObject {
  const params = { ...openai, ...omit(own, ['stream']) }
  const all = 'max_tokens' in params ? params : { ...params, max_tokens: usualTensorLimit }
  return {
    inputs: [
      tensor('text_input', wordsOf(messages[0]?.['content']), 'BYTES'),
      ...Object.entries(all).map(([name, value]) => tensor(name, value ?? null, typeOf(value ?? null))),
    ],
  }
}

const tensor = (name: string, value: Json, datatype: string): JsonObject => ({
  name,
  shape: [1],
  datatype,
  data: [value],
})

// Python takes true and false for whole numbers.
function typeOf(value: Json): string {
  if (typeof value === 'boolean') return 'INT32'
  return typeof value === 'number' ? (Number.isInteger(value) ? 'INT32' : 'FP32') : 'BYTES'
}

function tensorText(body: JsonObject): Json {
  const data = objectsOf(body['outputs'])[0]?.['data']
  if (data === undefined) throw brokenAnswer("'outputs'")
  return Array.isArray(data) ? data.map(part => asString(part) ?? '').join('') : data
}
