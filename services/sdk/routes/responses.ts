/** `POST /v1/responses`: OpenAI's Responses API, where providers have it; over their chat where they have not. */
import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { acceptedBody } from '../accept.ts'
import { admitted } from '../admission.ts'
import { providerHeaders, successHeaders } from '../answer-headers.ts'
import { answerFor, type ErrorAnswer, refusedByRouter } from '../answers.ts'
import { answerErrand } from '../attempts.ts'
import { encodedId } from '../bridges/response-id.ts'
import { bridgedResponses, responsesWire } from '../bridges/responses/exchange.ts'
import { ToldCalls } from '../bridges/responses/told-calls.ts'
import type { Attempt, Errand } from '../errand.ts'
import { brokenCall } from '../broken.ts'
import type { Exchange } from '../exchange.ts'
import { keepAliveByEvent } from '../keep-alive.ts'
import type { SdkParts } from '../parts.ts'
import { outgoingHeaders } from '../prepare.ts'
import { asString } from '../providers/json.ts'
import { withoutTimeoutNote } from '../providers/litellm-errors.ts'
import { responseAsEvents } from '../providers/openai/as-events.ts'
import { httpError } from '../providers/openai/errors.ts'
import { pythonFloat } from '../providers/python-text.ts'
import { responsesAnswer, responsesStream } from '../providers/openai/responses-answer.ts'
import { hasResponses, responsesRequest } from '../providers/openai/responses-request.ts'
import { type JsonObject, type ProviderFault, SignInFault, type TokenUsage } from '../providers/translator.ts'
import type { Endpoint } from '../refusals.ts'
import type { Router } from '../router/router.ts'
import { wishesOf } from '../router/settings.ts'
import { answeredBy, costTeller } from '../translated-exchange.ts'

/** LiteLLM's time for an answer where none is configured, in seconds. */
const usualTimeout = 600

const endpoint: Endpoint = { path: '/responses', required: 'input' }

export function responses(app: FastifyInstance, parts: SdkParts, router: Router): void {
  const told = new ToldCalls(Date.now)
  const handler = (request: FastifyRequest, reply: FastifyReply): void => {
    const body = acceptedBody(endpoint, 'responses', request, reply, parts)
    if (body) answerErrand(errandFor(body, told, request, parts, router), router, request, reply, parts)
  }
  app.post('/responses', handler)
  app.post('/v1/responses', handler)
}

function errandFor(
  body: JsonObject,
  told: ToldCalls,
  request: FastifyRequest,
  parts: SdkParts,
  router: Router,
): Errand {
  return {
    route: 'responses',
    asked: asString(body.model) ?? '',
    body,
    streams: body.stream === true,
    wishes: wishesOf(body, request.headers, router.settings.fallbacks),
    usualTimeout,
    serves: deployment => hasResponses(deployment.target) || responsesWire(deployment, told) !== null,
    exchangeFor(attempt) {
      const wire = responsesWire(attempt.deployment, told)
      return wire ? bridgedResponses(wire, attempt, request, parts) : exchangeFor(attempt, request, parts)
    },
    explain: answerFor,
    refusal: failure => refusedByRouter('openai', failure),
  }
}

/** LiteLLM hands on what the provider takes among that one's headers. */
const billedHeader = 'llm_provider-x-litellm-response-cost'

const told = (fault: ProviderFault): ErrorAnswer => answerFor(withoutTimeoutNote(fault))

function exchangeFor(attempt: Attempt, request: FastifyRequest, parts: SdkParts): Exchange {
  const { deployment, body, group: asked, timeoutSeconds } = attempt
  const target = { ...deployment.target, group: asked, headers: outgoingHeaders(request, deployment, parts) }
  const made = responsesRequest(body, target)
  const { url, headers, body: outgoing } = made
  const costOfUsage = costTeller(attempt)
  const id = `resp_${randomUUID().replaceAll('-', '')}`
  const priceOf = (usage: TokenUsage): number | undefined => costOfUsage(usage)?.total
  const tellId = (own: string): string => encodedId(own, target.provider, deployment.id)
  const stream = responsesStream(target, tellId(id), Math.floor(Date.now() / 1000), priceOf, tellId)
  const streams = body.stream === true
  return {
    ...admitted(made, { ...deployment, target }, parts),
    url,
    headers,
    body: JSON.stringify(outgoing),
    streams,
    keepAlive: keepAliveByEvent(parts.keepAliveMs),
    asEvents: responseAsEvents,
    timeoutMs: timeoutSeconds * 1000,
    group: deployment.target.group,
    answerHeaders(upstream, usage) {
      const cost = usage ? costOfUsage(usage) : null
      const billed = usage?.billed === undefined ? {} : { [billedHeader]: pythonFloat(usage.billed) }
      return {
        ...successHeaders(upstream, attempt, { route: 'responses', streams, cost, now: performance.now() }),
        ...billed,
      }
    },
    cost: usage => costOfUsage(usage)?.total ?? null,
    whole(answered) {
      // A fallback's answer names the model that gave it.
      const model = attempt.fallbacks > 0 ? asString(answered['model']) : undefined
      const { body: told, usage } = responsesAnswer(answered, { ...target, group: model ?? asked }, tellId)
      return { body: told, usage: { ...usage, ...answeredBy(answered) } }
    },
    openStream: () => stream,
    refused: (status, raw, upstream) => ({
      ...told(httpError(status, raw, target)),
      headers: providerHeaders(upstream),
    }),
    unreadable: (raw, upstream) => ({
      ...told(httpError(200, raw, target)),
      headers: providerHeaders(upstream),
    }),
    broken: (cause, begun) =>
      told(brokenCall(cause, begun, target, { route: 'responses', timeout: timeoutSeconds, streams })),
    explain: fault => ({ ...answerFor(fault), final: streams && !(fault instanceof SignInFault) }),
    errorFrame: failed => stream.failure((failed.body as { error: { message: string } }).error.message),
  }
}
