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
import { partnerPrefix } from '../openai/partners.ts'
import { reasoningOf } from '../openai/reasoning.ts'
import { chatParameters, openAiRequest } from '../openai/request.ts'
import { openAiResponse } from '../openai/response.ts'
import { openAiStream } from '../openai/stream.ts'
import { readMessages } from '../parameters.ts'
import { likeCompletion, readLikePiece } from '../plain/openai-like.ts'
import { ofObjects, type Piece, PlainStream } from '../plain/stream.ts'
import { pythonBytes, pythonRepr } from '../python-text.ts'
import type { JsonObject, Target, Translator } from '../translator.ts'
import { openapiUrl, vertexUrl } from './address.ts'
import { googleFault } from './errors.ts'
import { llamaStream } from './llama-stream.ts'
import { partnerOf, publisherOf, wireName } from './models.ts'

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

const isLlama = ({ model }: Target): boolean => partnerOf(model) === 'llama'

/** Models at Google's own endpoint. */
const openapi: Translator = {
  request(chat, target) {
    const { headers, body } = openAiRequest(chat, asPartner(target))
    return { url: openapiUrl(target), headers, body: { ...body, stream: chat['stream'] === true }, saysStream: true }
  },
  response: (answer, chat, target, context) =>
    (isLlama(target) ? llamaAnswer : openAiResponse)(answer, chat, asPartner(target), context),
  stream(chat, target, context) {
    const stream = openAiStream(chat, asPartner(target), context)
    return isLlama(target) ? llamaStream(stream) : stream
  },
  asEvents: completionAsEvents,
  error: (status, raw, target) => openAiError(status, raw, asPartner(target)),
}

/** Models with a publisher's own method. LiteLLM sends none of the headers that are asked for to them. */
const published: Translator = {
  request(chat, target) {
    const { model } = target
    const streams = chat['stream'] === true
    const publisher = publisherOf(model)
    return {
      url: vertexUrl(target, {
        resource: `publishers/${publisher}/models/${model}`,
        method: streams ? 'streamRawPredict' : 'rawPredict',
        streams,
        version: publisher === 'ai21' ? 'v1beta1' : 'v1',
      }),
      headers: { 'content-type': 'application/json' },
      body: { ...publishedBody(chat, target), stream: streams },
      saysStream: true,
    }
  },
  response: (answer, _, target, context) => likeCompletion(answer, target, context),
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

/** Parameters go by a model's whole name, and messages by what is sent of it. */
function publishedBody(chat: JsonObject, target: Target): JsonObject {
  const asked = asPartner(target)
  const { body } = openAiRequest(chat, asked)
  const model = publisherOf(target.model) === 'mistralai' ? target.model.replace(/@.*$/, '') : target.model
  const { tool_choice: choice } = chatParameters(chat, asked).mapped
  return {
    ...body,
    model,
    messages: providerMessages(readMessages(chat), partnerPrefix(partnerOf(model)), model),
    ...(choice === undefined ? {} : { tool_choice: choice }),
  }
}

function readPiece(event: JsonObject, target: Target): Piece | null {
  const error = event['error'] ?? undefined
  if (error === undefined) return readLikePiece(event)
  const told = asString(asObject(error)?.['message']) ?? asString(error) ?? pythonRepr(error)
  throw litellmFault('APIConnectionError', 500, `Vertex_aiException - ${told}`, target, null)
}

/** The wire of a partner's model. */
export const partnerWire = ({ model }: Target): Translator => (publisherOf(model) === 'openapi' ? openapi : published)
