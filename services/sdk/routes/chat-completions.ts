/** `POST /v1/chat/completions`: OpenAI's chat, on whatever wire the model's provider speaks. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { acceptedBody } from '../accept.ts'
import { answerFor, refusedByRouter } from '../answers.ts'
import { answerErrand } from '../attempts.ts'
import { chatWire, isOverResponses } from '../bridges/chat/wire.ts'
import type { Attempt, Errand } from '../errand.ts'
import type { Exchange } from '../exchange.ts'
import type { SdkParts } from '../parts.ts'
import { asString, objectsOf } from '../providers/json.ts'
import { translatorOf } from '../providers/registry.ts'
import { type JsonObject, ProviderFault, type Translator } from '../providers/translator.ts'
import type { Endpoint } from '../refusals.ts'
import { refusedTools } from '../request-shapes.ts'
import { hasPolicyChain } from '../router/fallbacks.ts'
import type { Router } from '../router/router.ts'
import { wishesOf } from '../router/settings.ts'
import { translatedExchange } from '../translated-exchange.ts'

/** LiteLLM's time for an answer where none is configured, in seconds. */
const usualTimeout = 6000

const endpoint: Endpoint = { path: '/chat/completions', required: 'messages' }

export function chatCompletions(app: FastifyInstance, parts: SdkParts, router: Router): void {
  const handler = (request: FastifyRequest, reply: FastifyReply): void => {
    const body = acceptedBody(endpoint, 'chat', request, reply, parts, refusedTools)
    if (body) answerErrand(errandFor(body, request, parts, router), router, request, reply, parts)
  }
  app.post('/chat/completions', handler)
  app.post('/v1/chat/completions', handler)
}

function errandFor(chat: JsonObject, request: FastifyRequest, parts: SdkParts, router: Router): Errand {
  return {
    route: 'chat',
    asked: asString(chat.model) ?? '',
    body: chat,
    streams: chat.stream === true,
    wishes: wishesOf(chat, request.headers, router.settings.fallbacks),
    usualTimeout,
    serves: ({ target }) => translatorOf(target) !== null,
    exchangeFor(attempt) {
      const translator = chatWire(attempt.body, attempt.deployment.target)
      if (translator === null) throw new Error('a deployment that is not served was chosen')
      return exchangeFor(attempt, translator, this, request, parts)
    },
    explain: answerFor,
    refusal: failure => refusedByRouter('openai', failure),
  }
}

function exchangeFor(
  attempt: Attempt,
  translator: Translator,
  { wishes }: Errand,
  request: FastifyRequest,
  parts: SdkParts,
): Exchange {
  const over = isOverResponses(translator) ? { over: 'responses' as const } : {}
  const exchange = translatedExchange(attempt, { route: 'chat', translator, ...over }, request, parts)
  return {
    ...exchange,
    whole(answer, upstream) {
      const told = exchange.whole(answer, upstream)
      if (isBlocked(told.body) && hasPolicyChain(attempt.group, wishes.fallbacks)) throw outputBlocked()
      return told
    },
  }
}

const isBlocked = (body: JsonObject): boolean => objectsOf(body['choices'])[0]?.['finish_reason'] === 'content_filter'

/** LiteLLM's fault for content that was withheld, where other groups could answer. */
function outputBlocked(): ProviderFault {
  const message = 'litellm.BadRequestError: litellm.ContentPolicyViolationError: Response output was blocked.'
  const litellmClass = 'ContentPolicyViolationError'
  return new ProviderFault(message, { status: 400, litellmClass, type: 'invalid_request_error' })
}
