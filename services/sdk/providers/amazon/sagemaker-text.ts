/** SageMaker's endpoints that continue texts, as Hugging Face's server does (llms/sagemaker/completion). */
import { asObject, asString, omit } from '../json.ts'
import { bareFault, jsonFault } from '../litellm-errors.ts'
import { plainTranslator } from '../plain/wire.ts'
import type { PlainAnswer } from '../plain/answer.ts'
import { promptFor } from '../plain/prompt.ts'
import type { Piece } from '../plain/stream.ts'
import { developerAsSystem, readMessages } from '../parameters.ts'
import { pythonJson } from '../python-text.ts'
import { countTokens } from '../tokens.ts'
import type { JsonObject, StreamTranslator, Target, Translator } from '../translator.ts'
import { firstWords } from './first-words.ts'
import { invocation, payloadStream, steering } from './sagemaker.ts'
import { sagemakerError } from './sagemaker-errors.ts'

const plain = plainTranslator({
  takes: 'stream temperature max_tokens max_completion_tokens top_p stop n',
  framing: 'aws-parts',
  endsByItself: true,
  request({ messages, target, openai, own, streams }) {
    const parameters = { ...generation(omit(openai, ['stream'])), ...omit(own, steering) }
    const inputs = promptFor(nameOf(target), messages.map(developerAsSystem))
    return { url: '', body: { parameters, ...(streams ? { stream: true } : {}), inputs } }
  },
  answer,
  read: (_chat, target) => reader(target),
  error: sagemakerError,
  notJson: () => bareFault(jsonFault),
  hidesErrors: 'always',
})

export const sagemakerTextTranslator: Translator = {
  ...plain,
  readsLists: true,
  request(chat, target) {
    const { headers, body } = plain.request(chat, target)
    const asked = { ...target.defaults, ...chat }
    return invocation({ target, asked, streams: chat['stream'] === true }, { headers, body })
  },
  stream(chat, target, context) {
    const stream = plain.stream(chat, target, context)
    const flushed: StreamTranslator = {
      push: event => stream.push(event),
      end() {
        const owed = stream.push({ event: '', data: JSON.stringify(lastEvent) })
        const end = stream.end()
        return { ...end, frames: [...owed, ...end.frames] }
      },
      get usage() {
        return stream.usage
      },
    }
    return payloadStream(flushed, target, plain.error)
  },
}

/** Nothing comes any more: what was kept back is told. */
const lastEvent: JsonObject = { generated_text: '' }

/** The name by which LiteLLM knows how a model wants to be asked. */
function nameOf({ model, defaults }: Target): string {
  const named = asString(defaults['hf_model_name'])
  if (named !== undefined || !model.toLowerCase().includes('llama-2')) return named ?? model
  return model.toLowerCase().includes('chat') ? 'meta-llama/Llama-2-7b-chat-hf' : 'meta-llama/Llama-2-7b'
}

/** OpenAI's parameters as the server knows them; it refuses some of nothing. */
function generation(openai: JsonObject): JsonObject {
  const { temperature, n, max_tokens: older, max_completion_tokens: limit, ...same } = openai
  const most = limit ?? (older === 0 ? 1 : older)
  return {
    ...same,
    ...(temperature === undefined ? {} : { temperature: temperature === 0 ? 0.01 : temperature }),
    ...(n === undefined ? {} : { best_of: n, do_sample: true }),
    ...(most === undefined ? {} : { max_new_tokens: most }),
  }
}

function answer(body: JsonObject, chat: JsonObject, target: Target): PlainAnswer {
  const listed = body['answers']
  const said = Array.isArray(listed) ? asObject(listed[0]) : body
  const text = said && (said['generation'] ?? said['generated_text'] ?? '')
  if (typeof text !== 'string') {
    const told = pythonJson(Array.isArray(listed) ? listed : body)
    throw sagemakerError(500, `LiteLLM Error: Unable to parse sagemaker RAW RESPONSE ${told}`, target)
  }
  const prompt = promptFor(nameOf(target), readMessages(chat).map(developerAsSystem))
  const content = prompt.includes('<s>') && text.startsWith(prompt) ? text.slice(prompt.length) : text
  return { message: { content }, counts: { prompt: countTokens(prompt), completion: countTokens(content) } }
}

const end = '<|endoftext|>'

function reader(target: Target): (event: JsonObject) => Piece | null {
  const opening = firstWords()
  return event => {
    if (event['error']) throw sagemakerError(500, pythonJson(event), target)
    const text = asString(asObject(event['token'])?.['text']) ?? ''
    if (text === end) return { text: opening('', true), finish: 'stop' }
    return { text: opening(text, typeof event['generated_text'] === 'string') }
  }
}
