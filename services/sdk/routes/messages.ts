/** `POST /v1/messages`: Anthropic's own API for models at Anthropic; other models are the binary backend's. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { anthropicError, type ErrorAnswer, mockRefusal, unknownModelMessage, withoutFallback } from '../answers.ts'
import { brokenCall } from '../broken.ts'
import { decline } from '../decline.ts'
import type { Deployment } from '../deployments.ts'
import type { Exchange } from '../exchange.ts'
import type { SdkParts } from '../parts.ts'
import {
  answerWith,
  answerWithError,
  litellmHeaders,
  outgoingHeaders,
  providerHeaders,
  readJsonBody,
} from '../prepare.ts'
import { notAnAnswer } from '../providers/anthropic/errors.ts'
import { passthroughRequest, passthroughResponse, passthroughStream } from '../providers/anthropic/passthrough.ts'
import { anthropicTranslator } from '../providers/anthropic/translator.ts'
import { timeoutNote } from '../providers/litellm-errors.ts'
import { ProviderFault, RequestFault } from '../providers/translator.ts'
import type { JsonObject } from '../providers/translator.ts'
import { pickDeployment } from '../router.ts'

const route = 'anthropic_messages'

export function messages(app: FastifyInstance, parts: SdkParts): void {
  app.post('/v1/messages', (request, reply) => {
    const parsed = readJsonBody(request.body)
    if ('error' in parsed) return answerWithError(parsed.error, null, request, reply, parts)
    answer(parsed.value, request, reply, parts)
  })
}

function answer(body: JsonObject, request: FastifyRequest, reply: FastifyReply, parts: SdkParts): void {
  const asked = typeof body.model === 'string' ? body.model : ''
  const refuse = (message: string, more: object = {}): void => {
    answerWithError(anthropicError(400, message, 'invalid_request_error', more), null, request, reply, parts)
  }
  // A max_tokens that is null is the provider's business, in LiteLLM too.
  const missing = (body.messages ?? null) === null ? 'messages' : body.max_tokens === undefined ? 'max_tokens' : null
  const mocked = mockRefusal(body)
  if (missing) return refuse(`${route}: Missing required parameter: '${missing}'.`)
  if (mocked !== null) return refuse(mocked, { provider_specific_fields: { error: mocked } })
  const deployment = pickDeployment(parts.catalogue.find(asked), parts.random())
  if (deployment === null) {
    const message = unknownModelMessage(route, body.model)
    return refuse(message, { provider_specific_fields: { error: message } })
  }
  if (deployment.target.provider !== 'anthropic') {
    return decline(
      reply,
      `The sdk backend serves /v1/messages only for models at Anthropic; ${asked} is at ${deployment.target.provider}.`,
    )
  }
  try {
    answerWith(exchangeFor(body, asked, deployment, request, parts), 'anthropic', request, reply, parts)
  } catch (fault) {
    if (!(fault instanceof RequestFault)) throw fault
    refuse(`litellm.${fault.litellmClass}: ${fault.message}${withoutFallback(asked)}`)
  }
}

function exchangeFor(
  body: JsonObject,
  asked: string,
  deployment: Deployment,
  request: FastifyRequest,
  parts: SdkParts,
): Exchange {
  const target = { ...deployment.target, group: asked, headers: outgoingHeaders(request, deployment, parts) }
  const { url, headers, body: outgoing } = passthroughRequest(body, target, request.headers)
  const streams = body.stream === true
  const group = deployment.target.group
  return {
    session: parts.sessions.sessionFor(url, target.apiKey),
    url,
    headers,
    body: JSON.stringify(outgoing),
    streams,
    timeoutMs: streams ? deployment.streamTimeoutMs : deployment.timeoutMs,
    group,
    answerHeaders: upstream => litellmHeaders(upstream, asked),
    whole: answered => passthroughResponse(answered, target),
    openStream: () => passthroughStream(target),
    refused: (status, raw, upstream) => ({
      ...faultAnswer(anthropicTranslator.error(status, raw, target), asked),
      headers: providerHeaders(upstream),
    }),
    unreadable: raw => faultAnswer(notAnAnswer(raw), asked),
    broken: (cause, begun) => faultAnswer(brokenCall(cause, begun, target), begun ? null : asked),
    explain: fault => {
      if (fault instanceof ProviderFault) return faultAnswer(fault, streams ? null : asked)
      throw fault
    },
    errorFrame: failed => `event: error\ndata: ${JSON.stringify(failed.body)}\n\n`,
  }
}

function faultAnswer(fault: ProviderFault, group: string | null): ErrorAnswer {
  const ending = group === null ? '' : withoutFallback(group)
  return anthropicError(fault.status, fault.message.replace(timeoutNote, '') + ending, typeOf(fault.status))
}

/** LiteLLM's choice of Anthropic's error types; a status it does not know is an `api_error`, a 4xx too. */
function typeOf(status: number): string {
  const types: Record<number, string> = {
    400: 'invalid_request_error',
    401: 'authentication_error',
    403: 'permission_error',
    404: 'not_found_error',
    413: 'request_too_large',
    429: 'rate_limit_error',
  }
  return types[status] ?? 'api_error'
}
