/** Bytez: a message of text parts, answered with one; a stream is the text itself. */
import { asObject, asString, isObject, objectsOf } from '../json.ts'
import { jsonFault, litellmFault } from '../litellm-errors.ts'
import { brokenAnswer } from '../plain/answer.ts'
import { plainTranslator, renamed, same } from '../plain/wire.ts'
import { pythonRepr } from '../python-text.ts'
import { type Json, type JsonObject, NotServed, type Translator } from '../translator.ts'

const names = {
  ...same('temperature top_p'),
  max_tokens: 'max_new_tokens',
  max_completion_tokens: 'max_new_tokens',
  n: 'num_return_sequences',
}

const plain = plainTranslator({
  takes: `${Object.keys(names).join(' ')} stream`,
  framing: 'text',
  endsByItself: true,
  tellsHeaders: true,
  hidesErrors: 'always',
  headers: ({ apiKey = '' }) => ({ authorization: `Key ${apiKey}` }),
  request({ messages, target, openai, own, streams }) {
    const path = target.model.split('/').map(encodeURIComponent).join('/')
    const params = { ...(streams ? {} : { stream: false }), ...renamed(openai, names), ...own }
    const body = { messages: messages.map(inParts), stream: streams, params }
    return { url: `${target.apiBase.replace(/\/+$/, '')}/${path}`, body }
  },
  answer(body, chat, target) {
    const { error } = body
    if (error !== undefined && error !== null) {
      const text = asString(error) ?? pythonRepr(error)
      throw litellmFault('APIConnectionError', 500, `BytezException - ${text}`, target)
    }
    const output = asObject(body['output'])
    const content = asString(objectsOf(output?.['content'])[0]?.['text'])
    if (output === undefined || content === undefined) {
      throw litellmFault('APIConnectionError', 500, 'BytezException - no content', target)
    }
    return {
      message: { content },
      counts: { prompt: wordsIn(objectsOf(chat['messages'])), completion: wordsIn([output]) },
    }
  },
  notJson: () => brokenAnswer(jsonFault),
  readAny: () => event => (isObject(event) ? { text: asString(event['text']) ?? '' } : null),
})

/** What Bytez says of a whole answer in its headers. */
const told = ['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset', 'inference-meter', 'inference-time']

export const bytezTranslator: Translator = {
  ...plain,
  response(body, chat, target, context) {
    const answer = plain.response(body, chat, target, context)
    const fields = Object.fromEntries(told.map(name => [name, asText(context.headers?.[name])]))
    const choices = objectsOf(answer.body['choices']).map(choice => ({
      ...choice,
      message: { ...asObject(choice['message']), provider_specific_fields: fields },
    }))
    return { ...answer, body: { ...answer.body, choices } }
  },
}

const asText = (value: string | string[] | undefined): Json => (value === undefined ? null : String(value))

function inParts({ role, content }: JsonObject): JsonObject {
  const parts = typeof content === 'string' ? [content] : content
  if (!Array.isArray(parts)) throw new NotServed('The sdk backend does not tell Bytez of messages without content.')
  return { role, content: parts.map(textPart) }
}

function textPart(part: Json): JsonObject {
  if (typeof part === 'string') return { type: 'text', text: part }
  if (isObject(part) && part['type'] === 'text') return { type: 'text', text: part['text'] }
  throw new NotServed('The sdk backend does not send media to Bytez.')
}

/** LiteLLM counts words in the place of tokens. */
const wordsIn = (messages: readonly JsonObject[]): number =>
  messages
    .flatMap(({ content }) => (typeof content === 'string' ? [content] : objectsOf(content).map(({ text }) => text)))
    .reduce((sum: number, text) => sum + (typeof text === 'string' ? text.split(' ').length : 1), 0)
