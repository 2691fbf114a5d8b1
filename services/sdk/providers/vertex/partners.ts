/**
 * Vertex AI's partner models but Claude: OpenAI's chat completions under Google's address and token (LiteLLM:
 * llms/vertex_ai/vertex_ai_partner_models).
 */
import { asObject, asString, objectsOf } from '../json.ts'
import { jsonFault, litellmFault } from '../litellm-errors.ts'
import { completionAsEvents } from '../openai/as-events.ts'
import { brokenAnswer } from '../openai/error-manners.ts'
import { openAiError } from '../openai/errors.ts'
import { providerMessages } from '../openai/messages.ts'
import { withoutParallel } from '../openai/parallel-calls.ts'
import { type Partner, partnerPrefix } from '../openai/partners.ts'
import { reasoningOf } from '../openai/reasoning.ts'
import { chatParameters, openAiRequest } from '../openai/request.ts'
import { openAiResponse } from '../openai/response.ts'
import { openAiStream } from '../openai/stream.ts'
import { readMessages } from '../parameters.ts'
import { likeCompletion, readLikePiece } from '../plain/openai-like.ts'
import { ofObjects, type Piece, PlainStream } from '../plain/stream.ts'
import { pythonBytes, pythonRepr } from '../python-text.ts'
import type { ChatAnswer, JsonObject, Target, Translator } from '../translator.ts'
import { gardenUrl, openapiUrl, vertexUrl } from './address.ts'
import { googleFault } from './errors.ts'
import { llamaStream } from './llama-stream.ts'
import { gardenName, partnerOf, publisherOf, wireName } from './models.ts'

/** As OpenAI's wire knows it. */
const asPartner = (target: Target): Target => ({ ...target, provider: wireName(target), apiKey: undefined })

/** An answer with nothing but what LiteLLM keeps of Llama's. */
function keptOf(answer: JsonObject): JsonObject {
  const choices = objectsOf(answer['choices']).map(({ index, finish_reason: finish, message }) => {
    const said = asObject(message) ?? {}
    const { reasoning, content } = reasoningOf(said)
    const calls = withoutParallel(objectsOf(said['tool_calls']))
    return {
      index,
      finish_reason: calls.length > 0 ? 'tool_calls' : finish,
      message: {
        role: 'assistant',
        content,
        ...(reasoning === undefined ? {} : { reasoning_content: reasoning }),
        ...(calls.length > 0 ? { tool_calls: calls } : {}),
      },
    }
  })
  return { model: answer['model'], usage: answer['usage'] ?? {}, choices }
}

const llamaAnswer: Translator['response'] = (answer, chat, target, context) => {
  const kept = Array.isArray(answer['choices']) ? keptOf(answer) : answer
  const { body, usage } = openAiResponse(kept, chat, target, context)
  const { id = '', created = 0 } = answer
  return { body: { ...body, id: id ?? '', created: created ?? undefined }, usage }
}

/** What cites pages has not searched: here only Google's own models do. */
const unsearched = ({ body, usage }: ChatAnswer): ChatAnswer => ({ body, usage: { ...usage, webSearches: 0 } })

const isLlama = ({ model }: Target): boolean => partnerOf(model) === 'llama'

/** Models at Google's own endpoint. */
const openapi: Translator = {
  request(chat, target) {
    const { headers, body } = openAiRequest(chat, asPartner(target))
    return { url: openapiUrl(target), headers, body: { ...body, stream: chat['stream'] === true }, saysStream: true }
  },
  response: (answer, chat, target, context) =>
    unsearched((isLlama(target) ? llamaAnswer : openAiResponse)(answer, chat, asPartner(target), context)),
  stream(chat, target, context) {
    const stream = openAiStream(chat, asPartner(target), context)
    return isLlama(target) ? llamaStream(stream) : stream
  },
  asEvents: completionAsEvents,
  error: (status, raw, target) => openAiError(status, raw, asPartner(target)),
}

/** Models with a publisher's own method, or deployed by somebody. LiteLLM sends none of the headers that are asked for to them. */
const published: Translator = {
  request(chat, target) {
    const streams = chat['stream'] === true
    return {
      url: publishedUrl(target, streams),
      headers: { 'content-type': 'application/json' },
      body: { ...publishedBody(chat, target), stream: streams },
      saysStream: true,
    }
  },
  response: (answer, _, target, context) => unsearched(likeCompletion(answer, target, context)),
  stream: (chat, target, context) =>
    new PlainStream(
      chat,
      target,
      context,
      ofObjects(event => readPiece(event, target), target),
    ),
  asEvents: completionAsEvents,
  error(status, raw, target, streamed = false) {
    if (status < 400) return brokenAnswer(jsonFault)
    const fault = googleFault(status, streamed ? pythonBytes(raw) : raw, target)
    // LiteLLM makes an error of its own of them.
    if (!streamed) fault.loses = 'headers'
    return fault
  },
}

function publishedUrl(target: Target, streams: boolean): string {
  const { model } = target
  const publisher = publisherOf(model)
  if (publisher === 'garden') return gardenUrl(target, gardenName(model))
  return vertexUrl(target, {
    resource: `publishers/${publisher}/models/${model}`,
    method: streams ? 'streamRawPredict' : 'rawPredict',
    streams,
    version: publisher === 'ai21' ? 'v1beta1' : 'v1',
  })
}

/** What is told of a model's name: a deployment's is in its address. */
function toldName(model: string): string {
  const publisher = publisherOf(model)
  if (publisher === 'garden') return gardenName(model).includes('/') ? gardenName(model) : ''
  return publisher === 'mistralai' ? model.replace(/@.*$/, '') : model
}

/** Parameters go by a model's whole name, and messages by what is sent of it. */
function publishedBody(chat: JsonObject, target: Target): JsonObject {
  const asked = asPartner(target)
  const { body } = openAiRequest(chat, asked)
  const model = toldName(target.model)
  const { tool_choice: choice } = chatParameters(chat, asked).mapped
  return {
    ...body,
    model,
    messages: providerMessages(readMessages(chat), partnerPrefix(messageClass(model)), model),
    ...(choice === undefined ? {} : { tool_choice: choice }),
  }
}

// What is sent without a name has no class of its own.
const messageClass = (model: string): Partner => (partnerOf(model) === 'mistral' ? 'mistral' : 'other')

function readPiece(event: JsonObject, target: Target): Piece | null {
  const error = event['error'] ?? undefined
  if (error === undefined) return readLikePiece(event)
  const told = asString(asObject(error)?.['message']) ?? asString(error) ?? pythonRepr(error)
  throw litellmFault('APIConnectionError', 500, `Vertex_aiException - ${told}`, target, null)
}

/** The wire of a partner's model. */
export const partnerWire = ({ model }: Target): Translator => (publisherOf(model) === 'openapi' ? openapi : published)
