/**
 * The legacy `/v1/completions` on models that chat: the prompt becomes a conversation, the answer its text, as LiteLLM
 * does it. It names every provider OpenAI in errors of this endpoint.
 */
import { asObject, asString, objectsOf, omit, parseJson } from './json.ts'
import { openAiError, rawError } from './openai/errors.ts'
import { profileOf } from './openai/profiles.ts'
import { pythonRepr } from './python-text.ts'
import { publisherOf } from './vertex/models.ts'
import {
  ProviderFault,
  RequestFault,
  type Json,
  type JsonObject,
  type StreamTranslator,
  type Target,
  type Translator,
} from './translator.ts'

/** A chat translator as one of completions; `raw` where errors are told in the words they came with. */
export function throughChat(chat: Translator, { raw: asIs = false } = {}): Translator {
  return {
    ...(chat.asEvents ? { asEvents: chat.asEvents } : {}),
    request(asked, target) {
      const { body, ...rest } = untyped(() => chat.request(asChat(asked), target))
      return {
        ...rest,
        body: {
          ...omit(body, rest.saysStream ? ['stream_options'] : ['stream', 'stream_options']),
          ...streaming(asked, body),
        },
      }
    },
    response(body, asked, target, context) {
      const answer = chat.response(body, asChat(asked), target, context)
      return { ...answer, body: textAnswer(answer.body, asked, body, target) }
    },
    stream: (asked, target, context) => textStream(chat.stream(asChat(asked), target, context), context.includeUsage),
    error(status, raw, target, streamed) {
      if (status < 400) return completionsFault(namedOpenAi(chat.error(status, raw, target, streamed)), false)
      if (asIs) return completionsFault(chat.error(status, raw, target, streamed), false)
      const named = { ...target, provider: 'openai' }
      const own = profileOf(target.provider)?.client === 'openai'
      if (own) return completionsFault(openAiError(status, raw, named), true)
      // Python's bytes, shown as they are.
      const bytes = streamed === true && !(target.vertex && publisherOf(target.model) === 'openapi')
      return completionsFault(rawError(status, bytes ? `b'${raw}'` : raw, named), false)
    },
  }
}

/** A refusal has no type here. */
export function untyped<T>(make: () => T): T {
  try {
    return make()
  } catch (fault) {
    if (!(fault instanceof RequestFault)) throw fault
    const { message, status, litellmClass } = fault
    throw new RequestFault(message, { status, litellmClass, type: 'None' })
  }
}

/** The `type` of an error of this endpoint: most of LiteLLM's classes have none there. */
export function completionsFault(fault: ProviderFault, ownType: boolean): ProviderFault {
  const { message, status, litellmClass, param } = fault
  const typed =
    litellmClass === 'RateLimitError' ||
    litellmClass === 'InternalServerError' ||
    (ownType && litellmClass === 'BadRequestError')
  return new ProviderFault(message, { status, litellmClass, param, type: typed ? fault.type : null })
}

/** Unlike on chat, nothing is said of a stream that the client has not said. */
function streaming({ stream, stream_options: options }: JsonObject, chat: JsonObject): JsonObject {
  if (stream !== true) return stream === false && 'stream' in chat ? { stream } : {}
  return !('stream_options' in chat) || options === undefined || options === null
    ? { stream }
    : { stream, stream_options: options }
}

function namedOpenAi({ message, status, litellmClass, type, param }: ProviderFault): ProviderFault {
  const named = message.replace(/\b\w+Exception - /, 'OpenAIException - ')
  return new ProviderFault(named, { status, litellmClass, type, param })
}

function asChat(asked: JsonObject): JsonObject {
  const { prompt, ...rest } = asked
  return { ...rest, messages: messagesOf(prompt) }
}

function messagesOf(prompt: Json | undefined): JsonObject[] {
  const texts = typeof prompt === 'string' ? [prompt] : prompt
  if (Array.isArray(texts) && texts.length > 0 && texts.every(text => typeof text === 'string')) {
    return texts.map(content => ({ role: 'user', content }))
  }
  throw unmappedPrompt(prompt)
}

/** LiteLLM's refusal of a prompt that is no text. */
export function unmappedPrompt(prompt: Json | undefined): ProviderFault {
  const shown = pythonRepr(prompt ?? null)
  return new ProviderFault(
    'litellm.APIConnectionError: APIConnectionError: OpenAIException - Unmapped prompt format. Your prompt is neither ' +
      `a list of strings nor a string. prompt=${shown}. File an issue - https://github.com/BerriAI/litellm/issues`,
    { status: 500, litellmClass: 'APIConnectionError', type: null },
  )
}

function textAnswer(answer: JsonObject, asked: JsonObject, raw: JsonObject, target: Target): JsonObject {
  return {
    id: answer['id'],
    object: 'text_completion',
    created: answer['created'],
    model: shownModel(asked, raw, target),
    choices: objectsOf(answer['choices']).map(choice => ({
      finish_reason: choice['finish_reason'] ?? null,
      index: choice['index'] ?? 0,
      text: asObject(choice['message'])?.['content'] ?? null,
      logprobs: null,
    })),
    usage: usageWithNulls({
      ...unsaid[target.provider],
      ...asObject(answer['usage']),
    }),
  }
}

/** What LiteLLM has a place for in the usage of a provider's chats. */
const unsaid: Readonly<Record<string, JsonObject>> = {
  anthropic: { iterations: null, speed: null, inference_geo: null, service_tier: null },
  gemini: { cache_read_input_tokens: null },
}

/** The name of a path is not repeated: then LiteLLM leaves the provider's own. */
export function shownModel(asked: JsonObject, raw: JsonObject, target: Target): Json {
  return asked['model'] === undefined ? (asString(raw['model']) ?? target.model) : target.group
}

const completionDetails = [
  'accepted_prediction_tokens',
  'audio_tokens',
  'reasoning_tokens',
  'rejected_prediction_tokens',
  'text_tokens',
  'image_tokens',
  'video_tokens',
]
const promptDetails = ['audio_tokens', 'cached_tokens', 'text_tokens', 'image_tokens', 'video_tokens']

/** This endpoint writes out what is not known. */
export function usageWithNulls(usage: JsonObject): JsonObject {
  return {
    completion_tokens: 0,
    prompt_tokens: 0,
    total_tokens: 0,
    ...usage,
    completion_tokens_details: detailsWithNulls(usage['completion_tokens_details'], completionDetails),
    prompt_tokens_details: detailsWithNulls(usage['prompt_tokens_details'], promptDetails),
  }
}

function detailsWithNulls(details: Json | undefined, names: readonly string[]): Json {
  const given = asObject(details)
  return given ? { ...Object.fromEntries(names.map(name => [name, null])), ...given } : null
}

const noUsage = { completion_tokens: 0, prompt_tokens: 0, total_tokens: 0 }

/** Chat chunks as text chunks. */
function textStream(chat: StreamTranslator, includeUsage: boolean): StreamTranslator {
  const asText = (frame: string): string => {
    const chunk = asObject(parseJson(frame.slice('data: '.length)))
    return chunk ? textFrame(chunk, includeUsage) : frame
  }
  return {
    push: event => chat.push(event).map(asText),
    end() {
      const end = chat.end()
      return { ...end, frames: end.frames.map(asText) }
    },
    get usage() {
      return chat.usage
    },
  }
}

function textFrame(chunk: JsonObject, includeUsage: boolean): string {
  const choice = objectsOf(chunk['choices'])[0] ?? {}
  const delta = asObject(choice['delta']) ?? {}
  const { finish_reason: finish } = choice
  const counted = chunk['usage'] === undefined ? {} : { usage: chunk['usage'] }
  const text = {
    ...(finish === undefined || finish === null ? {} : { finish_reason: finish }),
    index: choice['index'] ?? 0,
    ...(typeof delta['content'] === 'string' ? { text: delta['content'] } : {}),
    ...(typeof delta['reasoning_content'] === 'string' ? { reasoning_content: delta['reasoning_content'] } : {}),
  }
  return textChunk(chunk, text, includeUsage ? counted : chunkUsage(false))
}

/** One frame; without `include_usage` each carries a usage of nothing. */
export function textChunk(chunk: JsonObject, choice: JsonObject, usage: JsonObject): string {
  const { id, created, model } = chunk
  return `data: ${JSON.stringify({ id, object: 'text_completion', created, model, choices: [choice], ...usage })}\n\n`
}

/** The usage of a chunk that is not the last. */
export function chunkUsage(includeUsage: boolean): JsonObject {
  return includeUsage ? {} : { usage: noUsage }
}
