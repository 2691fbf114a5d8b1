/** `POST /v1/chat/completions`: OpenAI's chat, on whatever wire the model's provider speaks. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { successHeaders } from '../answer-headers.ts'
import {
  answerFor,
  badRequest,
  type ErrorAnswer,
  missingParameter,
  mockRefusal,
  noDeployments,
  openaiError,
  refusedByRouter,
  unknownModel,
} from '../answers.ts'
import { answerErrand, type Attempt, type Errand } from '../attempts.ts'
import type { Exchange } from '../exchange.ts'
import type { SdkParts } from '../parts.ts'
import { answerWithError, answerWithRefusal, readJsonBody } from '../prepare.ts'
import { asString, objectsOf } from '../providers/json.ts'
import { translatorFor } from '../providers/registry.ts'
import { type JsonObject, ProviderFault, type Translator } from '../providers/translator.ts'
import { refusedParameter } from '../refused-parameters.ts'
import { hasPolicyChain } from '../router/fallbacks.ts'
import type { Router } from '../router/router.ts'
import { wishesOf } from '../router/settings.ts'
import { costTeller, translatedExchange } from '../translated-exchange.ts'

/** LiteLLM's time for an answer where none is configured, in seconds. */
const usualTimeout = 6000

export function chatCompletions(app: FastifyInstance, parts: SdkParts, router: Router): void {
  const handler = (request: FastifyRequest, reply: FastifyReply): void => {
    const parsed = readJsonBody(request.body)
    if ('error' in parsed) return answerWithError(parsed.error, null, request, reply, parts)
    const refusal = refusalOf(parsed.value, parts)
    if (refusal) return answerWithRefusal(refusal, 'chat', request, reply, parts)
    answerErrand(errandFor(parsed.value, request, parts, router), router, request, reply, parts)
  }
  app.post('/chat/completions', handler)
  app.post('/v1/chat/completions', handler)
}

/** What LiteLLM asks of a body before its router sees it, in its order. */
function refusalOf(chat: JsonObject, { catalogue }: SdkParts): ErrorAnswer | null {
  const refused = refusedParameter(chat)
  if (refused) return refused
  if ((chat.messages ?? null) === null) return missingParameter('/chat/completions', 'messages')
  const missing = (chat.model ?? null) === null
  if (!missing && typeof chat.model !== 'string') {
    return openaiError(400, "'model' must be a string.", 'bad_request_error', 'model')
  }
  const mocked = mockRefusal(chat)
  if (mocked !== null) return badRequest(mocked)
  if (missing && catalogue.hasWildcards) return openaiError(400, noDeployments('None'), 'invalid_request_error')
  const known = !missing && (catalogue.hasWildcards || catalogue.find(asString(chat.model) ?? '').length > 0)
  return known ? null : unknownModel('/chat/completions', chat.model)
}

function errandFor(chat: JsonObject, request: FastifyRequest, parts: SdkParts, router: Router): Errand {
  return {
    route: 'chat',
    asked: asString(chat.model) ?? '',
    body: chat,
    streams: chat.stream === true,
    wishes: wishesOf(chat, request.headers, router.settings.fallbacks),
    usualTimeout,
    serves: ({ target }) => translatorFor(target.provider) !== null,
    exchangeFor(attempt) {
      const translator = translatorFor(attempt.deployment.target.provider)
      if (translator === null) throw new Error('a deployment that is not served was chosen')
      return exchangeFor(attempt, translator, this, request, parts)
    },
    explain: fault => answerFor(fault, null),
    refusal: failure => refusedByRouter('openai', failure),
  }
}

function exchangeFor(
  attempt: Attempt,
  translator: Translator,
  { wishes, streams }: Errand,
  request: FastifyRequest,
  parts: SdkParts,
): Exchange {
  const { deployment, body, group: asked, timeoutSeconds } = attempt
  const call = { body, asked, deployment, translator, timeoutSeconds, routed: true }
  const costOfUsage = costTeller(call)
  const exchange = translatedExchange(call, request, parts)
  return {
    ...exchange,
    answerHeaders(upstream, usage) {
      const cost = usage ? costOfUsage(usage) : null
      const told = translator.hidesHeaders && !streams ? {} : upstream
      return successHeaders(told, attempt, { route: 'chat', streams, cost, now: performance.now() })
    },
    whole(answer) {
      const { body: told, usage } = exchange.whole(answer)
      if (isBlocked(told) && hasPolicyChain(asked, wishes.fallbacks)) throw outputBlocked()
      // A fallback's answer names the model that gave it.
      return { body: attempt.fallbacks > 0 ? { ...told, model: asString(answer['model']) ?? asked } : told, usage }
    },
    // A stream that fails in its events has left the router's hands.
    explain: fault => ({ ...exchange.explain(fault), final: streams }),
  }
}

const isBlocked = (body: JsonObject): boolean => objectsOf(body['choices'])[0]?.['finish_reason'] === 'content_filter'

/** LiteLLM's fault for content that was withheld, where other groups could answer. */
function outputBlocked(): ProviderFault {
  const message = 'litellm.BadRequestError: litellm.ContentPolicyViolationError: Response output was blocked.'
  const litellmClass = 'ContentPolicyViolationError'
  return new ProviderFault(message, { status: 400, litellmClass, type: 'invalid_request_error' })
}
