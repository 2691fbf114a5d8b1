/**
 * The legacy `/v1/completions` on models that chat: the prompt becomes a conversation, the answer its text, as LiteLLM
 * does it. It names every provider OpenAI in errors of this endpoint.
 */
import { asObject, asString, objectsOf, omit, parseJson } from './json.ts'
import { openAiError, rawError } from './openai/errors.ts'
import { profileOf } from './openai/profiles.ts'
import { pythonRepr } from './python-text.ts'
import { completionsFault, ownRefusal, readBy, unreadAnswer, untyped } from './text-completion-faults.ts'
import { publisherOf } from './vertex/models.ts'
import { withoutStream } from './without-stream.ts'
import {
  ProviderFault,
  type Json,
  type JsonObject,
  type StreamTranslator,
  type Target,
  type Translator,
} from './translator.ts'

/** A chat translator as one of completions; `raw` where errors are told in the words they came with. */
export function throughChat(wire: Translator, { raw: asIs = false } = {}): Translator {
  const chat = wire.completing ?? wire
  return {
    ...chat,
    request(asked, target) {
      const { body, ...rest } = untyped(() => chat.request(asChat(asked), target))
      const said = rest.saysStream === true
      return { ...rest, body: chat.refusal ? ownBody(asked, body, said) : chatBody(asked, body, said) }
    },
    response(body, asked, target, context) {
      const answer = readBy(chat, target, () => chat.response(body, asChat(asked), target, context))
      return { ...answer, body: textAnswer(answer.body, asked, body, target) }
    },
    stream: (asked, target, context, framing) =>
      textStream(
        chat.stream(asChat(asked), target, context, framing),
        context.includeUsage,
        target.provider === 'bedrock',
      ),
    error(status, raw, target, streamed = false) {
      if (chat.refusal) return ownRefusal(chat, status, raw, target, streamed)
      if (status < 400) return unreadAnswer(chat.error(status, raw, target, streamed), target)
      if (asIs) return completionsFault(chat.error(status, raw, target, streamed), false)
      const named = { ...target, provider: 'openai' }
      const own = profileOf(target.provider)?.client === 'openai'
      if (own) return completionsFault(openAiError(status, raw, named), true)
      // Python's bytes, shown as they are.
      return completionsFault(rawError(status, streamed && showsBytes(target) ? `b'${raw}'` : raw, named), false)
    },
  }
}

/** Whose refusal of a stream LiteLLM shows as Python's bytes. */
const showsBytes = ({ provider, model, vertex }: Target): boolean =>
  vertex ? publisherOf(model) !== 'openapi' : provider !== 'azure_ai' || /claude/i.test(model)

/** A body in a provider's own words says of streams what it always does, or what the client has said. */
const ownBody = (asked: JsonObject, body: JsonObject, said: boolean): JsonObject =>
  'stream' in asked || said ? body : withoutStream(body)

const chatBody = (asked: JsonObject, body: JsonObject, said: boolean): JsonObject => ({
  ...omit(body, said ? ['stream_options'] : ['stream', 'stream_options']),
  ...streaming(asked, body),
})

/** Unlike on chat, nothing is said of a stream that the client has not said. */
function streaming({ stream, stream_options: options }: JsonObject, chat: JsonObject): JsonObject {
  if (!('stream' in chat)) return {}
  if (stream !== true) return stream === false ? { stream } : {}
  return !('stream_options' in chat) || options === undefined || options === null
    ? { stream }
    : { stream, stream_options: options }
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
    // Codestral's is a completion of text by itself, and keeps the time it names.
    created: (target.provider === codestral ? raw['created'] : null) ?? answer['created'],
    model: shownModel(asked, raw, target),
    choices: objectsOf(answer['choices']).map(choice => ({
      finish_reason: choice['finish_reason'] ?? null,
      index: choice['index'] ?? 0,
      text: asObject(choice['message'])?.['content'] ?? null,
      logprobs: null,
    })),
    usage: usageWithNulls({
      ...unsaid(raw, target),
      ...asObject(answer['usage']),
    }),
  }
}

const codestral = 'text-completion-codestral'

/** What LiteLLM has a place for in the usage of a provider's chats. */
function unsaid(raw: JsonObject, { provider }: Target): JsonObject {
  if (provider === 'anthropic' || raw['type'] === 'message') {
    return { iterations: null, speed: null, inference_geo: null, service_tier: null }
  }
  return provider === 'gemini' || 'candidates' in raw ? { cache_read_input_tokens: null } : {}
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

/** Chat chunks as text chunks; `wraps` where a fault that another call might not have is told as such. */
function textStream(chat: StreamTranslator, includeUsage: boolean, wraps: boolean): StreamTranslator {
  const asText = (frame: string): string => {
    const chunk = asObject(parseJson(frame.slice('data: '.length)))
    return chunk ? textFrame(chunk, includeUsage) : frame
  }
  return {
    push: event => (wraps ? wrapped(() => chat.push(event)) : chat.push(event)).map(asText),
    end() {
      const end = chat.end()
      return { ...end, frames: end.frames.map(asText) }
    },
    get usage() {
      return chat.usage
    },
  }
}

/** LiteLLM means these for its router, which does not look at this endpoint's streams. */
function wrapped<T>(read: () => T): T {
  try {
    return read()
  } catch (fault) {
    if (!(fault instanceof ProviderFault) || (fault.status < 500 && fault.status !== 429)) throw fault
    const { message, status, litellmClass } = fault
    throw new ProviderFault(`litellm.MidStreamFallbackError: ${message}`, { status, litellmClass, type: null })
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
