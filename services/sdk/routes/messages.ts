/** `POST /v1/messages`: Anthropic's own API, for models that are asked in it as it is and for others over a bridge. */
import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { admitted } from '../admission.ts'
import { errorProviderHeaders, successHeaders } from '../answer-headers.ts'
import { errorFrame, faultAnswer, refuse } from '../anthropic-faults.ts'
import { type ErrorAnswer, mockRefusal, noDeployments, refusedByRouter, unknownModelMessage } from '../answers.ts'
import { answerErrand } from '../attempts.ts'
import { refuseGatewayTools } from '../bridges/gateway-tools.ts'
import { bridgedMessages, messagesBridge } from '../bridges/messages/exchange.ts'
import type { Attempt, Errand } from '../errand.ts'
import { brokenCall } from '../broken.ts'
import type { Exchange } from '../exchange.ts'
import { messagesKeepAlive } from '../keep-alive.ts'
import type { SdkParts } from '../parts.ts'
import { answerWithError, answerWithRefusal, outgoingHeaders, readJsonBody } from '../prepare.ts'
import { passthroughResponse } from '../providers/anthropic/passthrough.ts'
import { type MessagesWire, messagesWire } from '../providers/messages-wire.ts'
import { asString, objectsOf } from '../providers/json.ts'
import { cachePointsOf } from '../providers/cache-points.ts'
import { type JsonObject, NotServed, SignInFault, type Target } from '../providers/translator.ts'
import { refusedParameter } from '../refused-parameters.ts'
import type { Router } from '../router/router.ts'
import { wishesOf } from '../router/settings.ts'
import { answeredBy, costTeller, lateFailure } from '../translated-exchange.ts'

const route = 'anthropic_messages'

/** LiteLLM's time for an answer where none is configured, in seconds. */
const usualTimeout = 600

export function messages(app: FastifyInstance, parts: SdkParts, router: Router): void {
  app.post('/v1/messages', (request, reply) => {
    const parsed = readJsonBody(request.body)
    if ('error' in parsed) return answerWithError(parsed.error, null, request, reply, parts)
    const refusal = refusalOf(parsed.value, parts)
    if (refusal) return answerWithRefusal(refusal, 'messages', request, reply, parts)
    answerErrand(errandFor(parsed.value, request, parts, router), router, request, reply, parts)
  })
}

/** A refusal without the headers that others have. */
const bare = (message: string): ErrorAnswer => ({
  ...refuse(message),
  headers: { 'x-litellm-call-id': randomUUID() },
  headersAreComplete: true,
})

/** What LiteLLM asks of a body before its router sees it. */
function refusalOf(body: JsonObject, { catalogue }: SdkParts): ErrorAnswer | null {
  const refused = refusedParameter(body)
  if (refused) return refused
  // A max_tokens that is null is the provider's business, in LiteLLM too.
  const missing = (body.messages ?? null) === null ? 'messages' : body.max_tokens === undefined ? 'max_tokens' : null
  if (missing) return bare(`${route}: Missing required parameter: '${missing}'.`)
  if ((body.model ?? null) !== null && typeof body.model !== 'string') return bare("'model' must be a string.")
  const mocked = mockRefusal(body)
  if (mocked !== null) return refuse(mocked, { provider_specific_fields: { error: mocked } })
  const { hasWildcards } = catalogue
  if (typeof body.model === 'string' && (hasWildcards || catalogue.find(body.model).length > 0)) return null
  if (hasWildcards) return refuse(noDeployments('None'))
  const message = unknownModelMessage(route, body.model)
  return refuse(message, { provider_specific_fields: { error: message } })
}

function errandFor(body: JsonObject, request: FastifyRequest, parts: SdkParts, router: Router): Errand {
  const asked = asString(body.model) ?? ''
  const streams = body.stream === true
  return {
    route: 'messages',
    asked,
    body,
    streams,
    wishes: wishesOf(body, request.headers, router.settings.fallbacks),
    usualTimeout,
    serves: deployment => messagesWire(deployment.target) !== null || messagesBridge(deployment) !== null,
    exchangeFor(attempt) {
      if (cachePointsOf(body, attempt.deployment.target).length > 0) throw new NotServed(unmarked)
      refuseForeign(body, attempt.deployment.target)
      const wire = messagesWire(attempt.deployment.target)
      if (wire) return exchangeFor(wire, attempt, asked, request, parts)
      const bridge = messagesBridge(attempt.deployment)
      if (bridge === null) throw new Error('a deployment that is not served was chosen')
      return bridgedMessages(bridge, attempt, asked, request, parts)
    },
    explain: faultAnswer,
    refusal: failure => refusedByRouter('anthropic', failure),
  }
}

function exchangeFor(
  wire: MessagesWire,
  attempt: Attempt,
  asked: string,
  request: FastifyRequest,
  parts: SdkParts,
): Exchange {
  const { deployment, body } = attempt
  const { materials } = attempt
  const target = { ...deployment.target, group: asked, headers: outgoingHeaders(request, deployment, parts), materials }
  const streams = body.stream === true
  const costOfUsage = costTeller(attempt)
  const made = wire.request(body, target, request.headers)
  const { url, headers, body: outgoing } = made
  const answerHeaders: Exchange['answerHeaders'] = (upstream, usage) => {
    const cost = usage ? costOfUsage(usage) : null
    return successHeaders(upstream, attempt, { route: 'messages', streams, cost, now: performance.now() })
  }
  return {
    ...admitted(made, { ...deployment, target }, parts, notSignedIn),
    url,
    headers,
    body: JSON.stringify(outgoing),
    streams,
    framing: wire.framing,
    keepAlive: messagesKeepAlive(parts),
    timeoutMs: attempt.timeoutSeconds * 1000,
    group: deployment.target.group,
    answerHeaders,
    cost: usage => costOfUsage(usage)?.total ?? null,
    ...(wire.asEvents ? { asEvents: wire.asEvents } : {}),
    whole(answered) {
      // A fallback's answer names the model that gave it.
      const model = attempt.fallbacks > 0 ? asString(answered['model']) : undefined
      const { body: told, usage } = passthroughResponse(answered, { ...target, group: model ?? asked })
      return { body: told, usage: { ...usage, ...answeredBy(answered), ...wire.billed?.(answered, target) } }
    },
    openStream: () => wire.stream(target),
    refused: (status, raw, upstream) => ({
      ...faultAnswer(wire.error(status, raw, target)),
      headers: errorProviderHeaders(upstream, 'messages'),
    }),
    unreadable: raw => faultAnswer(wire.unreadable(raw, target)),
    broken: (cause, begun) =>
      faultAnswer(brokenCall(cause, begun, target, { route: 'messages', timeout: attempt.timeoutSeconds, streams })),
    explain: (fault, upstream) => ({
      ...faultAnswer(fault),
      ...(fault instanceof SignInFault ? { final: true } : {}),
      ...(streams && !(fault instanceof SignInFault) ? lateFailure(answerHeaders(upstream, null)) : {}),
    }),
    errorFrame,
  }
}

/** What LiteLLM does by asking others: whoever is asked is not asked so. */
function refuseForeign(body: JsonObject, { provider }: Target): void {
  refuseGatewayTools(body['tools'])
  const advised = objectsOf(body['tools']).some(({ type }) => type === 'advisor_20260301')
  if (advised && provider !== 'anthropic') throw new NotServed('The sdk backend asks no other model for advice.')
}

const unmarked = 'The sdk backend marks no messages of Anthropic’s API for the cache.'

// LiteLLM tells this one as it is, past its router.
const notSignedIn = (text: string): SignInFault =>
  new SignInFault(text, { status: 500, litellmClass: 'APIConnectionError', type: null })
