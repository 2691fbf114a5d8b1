/** `POST /v1/responses`: OpenAI's Responses API for models at providers that have it; the others are binary's. */
import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { providerHeaders } from '../answer-headers.ts'
import { answerFor, missingParameter, unknownModel } from '../answers.ts'
import { brokenCall } from '../broken.ts'
import { decline } from '../decline.ts'
import type { Deployment } from '../deployments.ts'
import type { Exchange } from '../exchange.ts'
import { keepAliveByEvent } from '../keep-alive.ts'
import type { SdkParts } from '../parts.ts'
import { answerWith, answerWithError, litellmHeaders, outgoingHeaders, readGuardedBody } from '../prepare.ts'
import { responseAsEvents } from '../providers/openai/as-events.ts'
import { responsesError } from '../providers/openai/errors.ts'
import { responsesAnswer, responsesStream } from '../providers/openai/responses-answer.ts'
import { hasResponses, responsesRequest } from '../providers/openai/responses-request.ts'
import type { JsonObject } from '../providers/translator.ts'
import { pickDeployment } from '../router.ts'

const route = '/responses'

export function responses(app: FastifyInstance, parts: SdkParts): void {
  const handler = (request: FastifyRequest, reply: FastifyReply): void => {
    const parsed = readGuardedBody(request.body)
    if ('error' in parsed) return answerWithError(parsed.error, null, request, reply, parts)
    answer(parsed.value, request, reply, parts)
  }
  app.post('/responses', handler)
  app.post('/v1/responses', handler)
}

function answer(body: JsonObject, request: FastifyRequest, reply: FastifyReply, parts: SdkParts): void {
  if ((body.input ?? null) === null) {
    return answerWithError(missingParameter(route, 'input'), null, request, reply, parts)
  }
  const asked = typeof body.model === 'string' ? body.model : ''
  const deployment = pickDeployment(parts.catalogue.find(asked), parts.random())
  if (deployment === null) return answerWithError(unknownModel(route, body.model), null, request, reply, parts)
  const { provider, group } = deployment.target
  if (!hasResponses(provider)) {
    return decline(reply, `The sdk backend serves ${route} only for OpenAI's models; ${asked} is at ${provider}.`)
  }
  try {
    answerWith(exchangeFor(body, asked, deployment, request, parts), provider, request, reply, parts)
  } catch (fault) {
    answerWithError(answerFor(fault, group), group, request, reply, parts)
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
  const { url, headers, body: outgoing } = responsesRequest(body, target)
  const stream = responsesStream(target, `resp_${randomUUID().replaceAll('-', '')}`, Math.floor(Date.now() / 1000))
  const streams = body.stream === true
  const timeoutMs = streams ? deployment.streamTimeoutMs : deployment.timeoutMs
  return {
    session: parts.sessions.sessionFor(url, target.apiKey),
    url,
    headers,
    body: JSON.stringify(outgoing),
    streams,
    keepAlive: keepAliveByEvent(parts.keepAliveMs),
    timeoutMs,
    group: deployment.target.group,
    answerHeaders: upstream => litellmHeaders(upstream, asked),
    asEvents: responseAsEvents,
    whole: answered => responsesAnswer(answered, target),
    openStream: () => stream,
    refused: (status, raw, upstream) => ({
      ...answerFor(responsesError(status, raw, target), asked),
      headers: providerHeaders(upstream),
    }),
    unreadable: raw => answerFor(responsesError(200, raw, target), asked),
    broken: (cause, begun) =>
      answerFor(
        brokenCall(cause, begun, target, { timeout: timeoutMs / 1000, streams, plainly: true }),
        begun ? null : asked,
      ),
    explain: fault => answerFor(fault, streams ? null : asked),
    errorFrame: failed => stream.failure((failed.body as { error: { message: string } }).error.message),
  }
}
