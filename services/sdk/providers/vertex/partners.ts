/**
 * Vertex AI's partner models but Claude: OpenAI's chat completions under Google's address and token (LiteLLM:
 * llms/vertex_ai/vertex_ai_partner_models).
 */
import { asObject, objectsOf } from '../json.ts'
import { completionAsEvents } from '../openai/as-events.ts'
import { partnerPrefix } from '../openai/partners.ts'
import { reasoningOf } from '../openai/reasoning.ts'
import { openAiRequest } from '../openai/request.ts'
import { openAiResponse } from '../openai/response.ts'
import { openAiStream } from '../openai/stream.ts'
import { likeCompletion, readLikePiece } from '../plain/openai-like.ts'
import { ofObjects, PlainStream } from '../plain/stream.ts'
import type { JsonObject, ProviderRequest, Target, Translator } from '../translator.ts'
import { openapiUrl, vertexUrl } from './address.ts'
import { geminiFault } from './errors.ts'
import { partnerOf, publisherOf } from './models.ts'
import { llamaStream } from './llama-stream.ts'

const asPartner = (target: Target): Target => ({
  ...target,
  provider: partnerPrefix(partnerOf(target.model)),
  apiKey: undefined,
})

/** The request as it is at every publisher's. */
function bodyOf(chat: JsonObject, target: Target): Pick<ProviderRequest, 'headers' | 'body'> {
  const { headers, body } = openAiRequest(chat, asPartner(target))
  return { headers, body: { ...body, stream: chat['stream'] === true } }
}

/** An answer with nothing but what LiteLLM keeps of it. */
function keptOf(answer: JsonObject): JsonObject {
  const choices = objectsOf(answer['choices']).map(({ index, finish_reason: finish, message }) => {
    const said = asObject(message) ?? {}
    const { reasoning, content } = reasoningOf(said)
    const calls = said['tool_calls'] ?? undefined
    return {
      index,
      finish_reason: calls === undefined ? finish : 'tool_calls',
      message: {
        role: 'assistant',
        content,
        ...(reasoning === undefined ? {} : { reasoning_content: reasoning }),
        ...(calls === undefined ? {} : { tool_calls: calls }),
      },
    }
  })
  return { id: answer['id'], created: answer['created'], model: answer['model'], usage: answer['usage'], choices }
}

const isLlama = ({ model }: Target): boolean => partnerOf(model) === 'llama'

/** Models at Google's own endpoint. */
const openapi: Translator = {
  request: (chat, target) => ({ url: openapiUrl(target), ...bodyOf(chat, target) }),
  response: (answer, chat, target, context) =>
    openAiResponse(isLlama(target) ? keptOf(answer) : answer, chat, asPartner(target), context),
  stream(chat, target, context) {
    const stream = openAiStream(chat, asPartner(target), context)
    return isLlama(target) ? llamaStream(stream) : stream
  },
  asEvents: completionAsEvents,
  error: geminiFault,
}

/** Models with a publisher's own method. */
const published: Translator = {
  request(chat, target) {
    const { model } = target
    const streams = chat['stream'] === true
    const { headers, body } = bodyOf(chat, target)
    const publisher = publisherOf(model)
    const called = {
      resource: `publishers/${publisher}/models/${model}`,
      method: streams ? 'streamRawPredict' : 'rawPredict',
      streams,
      version: publisher === 'ai21' ? ('v1beta1' as const) : ('v1' as const),
    }
    return {
      url: vertexUrl(target, called),
      headers,
      body: { ...body, model: publisher === 'mistralai' ? model.replace(/@.*$/, '') : model },
    }
  },
  response: (answer, _, target, context) => likeCompletion(answer, target, context),
  stream: (chat, target, context) => new PlainStream(chat, target, context, ofObjects(readLikePiece, target)),
  asEvents: completionAsEvents,
  error: geminiFault,
}

/** The wire of a partner's model. */
export const partnerWire = ({ model }: Target): Translator => (publisherOf(model) === 'openapi' ? openapi : published)
