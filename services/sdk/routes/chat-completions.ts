/** `POST /v1/chat/completions`: OpenAI's chat, on whatever wire the model's provider speaks. */
import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import {
  answerFor,
  badRequest,
  type ErrorAnswer,
  missingParameter,
  mockRefusal,
  openaiError,
  unknownModel,
} from '../answers.ts'
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
import { pythonJson } from '../providers/python-text.ts'
import { translatorFor } from '../providers/registry.ts'
import { type AnswerContext, type JsonObject, NotServed, type Translator } from '../providers/translator.ts'
import { pickDeployment } from '../router.ts'

export function chatCompletions(app: FastifyInstance, parts: SdkParts): void {
  const handler = (request: FastifyRequest, reply: FastifyReply): void => {
    const parsed = readJsonBody(request.body)
    if ('error' in parsed) return answerWithError(parsed.error, null, request, reply, parts)
    const chat = parsed.value
    const refusal = refusalOf(chat)
    if (refusal) return answerWithError(refusal, null, request, reply, parts)
    const group = typeof chat.model === 'string' ? chat.model : ''
    const deployment = pickDeployment(parts.catalogue.find(group), parts.random())
    if (deployment === null) {
      return answerWithError(unknownModel('/chat/completions', chat.model), null, request, reply, parts)
    }
    const translator = translatorFor(deployment.target.provider)
    if (translator === null)
      return decline(reply, `The sdk backend does not speak to ${deployment.target.provider} yet.`)

    try {
      const exchange = exchangeFor(chat, group, deployment, translator, request, parts)
      answerWith(exchange, deployment.target.provider, request, reply, parts)
    } catch (fault) {
      if (fault instanceof NotServed) return decline(reply, fault.message)
      answerWithError(answerFor(fault, deployment.target.group), deployment.target.group, request, reply, parts)
    }
  }
  app.post('/chat/completions', handler)
  app.post('/v1/chat/completions', handler)
}

/** What LiteLLM asks of a body before it looks at the model's name, in its order. */
function refusalOf(chat: JsonObject): ErrorAnswer | null {
  if ((chat.messages ?? null) === null) return missingParameter('/chat/completions', 'messages')
  const named = typeof chat.model === 'string' || (chat.model ?? null) === null
  if (!named) return openaiError(400, "'model' must be a string.", 'bad_request_error', 'model')
  const mocked = mockRefusal(chat)
  return mocked === null ? null : badRequest(mocked)
}

/** A call to a provider and its answer, for every route whose wire is a translator's. */
export function exchangeFor(
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
      ...answerFor(translator.error(status, raw, target, streams), asked),
      headers: providerHeaders(upstream),
    }),
    unreadable: raw => answerFor(translator.error(200, raw, target), asked),
    broken: (cause, begun) => answerFor(brokenCall(cause, begun, target), begun ? null : asked),
    explain: fault => answerFor(fault, streams ? null : asked),
    errorFrame: answer => `data: ${pythonJson(answer.body as JsonObject)}\n\n`,
  }
}
