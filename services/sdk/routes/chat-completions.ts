/** `POST /v1/chat/completions`: OpenAI's chat, on whatever wire the model's provider speaks. */
import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { UpstreamCause } from '../../shared/upstream.ts'
import {
  answerFor,
  type ErrorAnswer,
  missingParameter,
  openaiError,
  unknownModel,
  withoutFallback,
} from '../answers.ts'
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
import { pythonJson } from '../providers/python-text.ts'
import { translatorFor } from '../providers/registry.ts'
import type { AnswerContext, JsonObject, Translator } from '../providers/translator.ts'
import { pickDeployment } from '../router.ts'

export function chatCompletions(app: FastifyInstance, parts: SdkParts): void {
  const handler = (request: FastifyRequest, reply: FastifyReply): void => {
    const parsed = readJsonBody(request.body)
    if ('error' in parsed) return answerWithError(parsed.error, null, request, reply, parts)
    const chat = parsed.value
    const group = typeof chat.model === 'string' ? chat.model : null
    if (group !== null && chat.messages === undefined) {
      return answerWithError(missingParameter('/chat/completions', 'messages'), group, request, reply, parts)
    }
    const deployment = pickDeployment(parts.catalogue.find(group ?? ''), parts.random())
    if (deployment === null) {
      return answerWithError(unknownModel('/chat/completions', chat.model), null, request, reply, parts)
    }
    const translator = translatorFor(deployment.target.provider)
    if (translator === null)
      return decline(reply, `The sdk backend does not speak to ${deployment.target.provider} yet.`)

    try {
      const exchange = exchangeFor(chat, group ?? '', deployment, translator, request, parts)
      answerWith(exchange, deployment.target.provider, request, reply, parts)
    } catch (fault) {
      answerWithError(answerFor(fault, deployment.target.group), deployment.target.group, request, reply, parts)
    }
  }
  app.post('/chat/completions', handler)
  app.post('/v1/chat/completions', handler)
}

function exchangeFor(
  chat: JsonObject,
  asked: string,
  deployment: Deployment,
  translator: Translator,
  request: FastifyRequest,
  parts: SdkParts,
): Exchange {
  const target = { ...deployment.target, group: asked, headers: outgoingHeaders(request, deployment, parts) }
  const { url, headers, body } = translator.request(chat, target)
  const streams = chat.stream === true
  const context: AnswerContext = {
    id: `chatcmpl-${randomUUID()}`,
    created: Math.floor(Date.now() / 1000),
    includeUsage: (chat.stream_options as { include_usage?: unknown } | null | undefined)?.include_usage === true,
  }
  const group = deployment.target.group
  return {
    session: parts.sessions.sessionFor(url, target.apiKey),
    url,
    headers,
    body: JSON.stringify(body),
    streams,
    timeoutMs: streams ? deployment.streamTimeoutMs : deployment.timeoutMs,
    group,
    answerHeaders: upstream => litellmHeaders(upstream, asked),
    whole: answer => translator.response(answer, chat, target, context),
    openStream: () => translator.stream(chat, target, context),
    refused: (status, raw, upstream) => ({
      ...answerFor(translator.error(status, raw, target), group),
      headers: providerHeaders(upstream),
    }),
    broken: cause => brokenAnswer(cause, group),
    explain: fault => answerFor(fault, group),
    errorFrame: answer => `data: ${pythonJson(answer.body as JsonObject)}\n\n`,
  }
}

/** A call without a usable answer, in LiteLLM's words (litellm/exceptions.py). */
function brokenAnswer(cause: UpstreamCause | 'not-json', group: string): ErrorAnswer {
  if (cause === 'timeout') {
    return openaiError(
      408,
      `litellm.Timeout: The provider did not answer in time.${withoutFallback(group)}`,
      'timeout_error',
    )
  }
  const said = cause === 'not-json' ? 'The provider answered with something that is not JSON.' : 'Connection error.'
  return openaiError(500, `litellm.InternalServerError: ${said}${withoutFallback(group)}`, 'internal_server_error')
}
