/** A call on a translator's wire and its answer to the client, for every route of OpenAI's. */
import { randomUUID } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { providerHeaders } from './answer-headers.ts'
import { answerFor } from './answers.ts'
import { brokenCall } from './broken.ts'
import type { Deployment } from './deployments.ts'
import type { Exchange } from './exchange.ts'
import { type Cost, costOf } from './models/cost.ts'
import type { SdkParts } from './parts.ts'
import { litellmHeaders, outgoingHeaders } from './prepare.ts'
import { asObject, asString } from './providers/json.ts'
import { pythonJson } from './providers/python-text.ts'
import type { AnswerContext, JsonObject, TokenUsage, Translator } from './providers/translator.ts'

/** What is asked, of whom. */
export interface TranslatedCall {
  readonly body: JsonObject
  /** The name the answer carries. */
  readonly asked: string
  readonly deployment: Deployment
  readonly translator: Translator
  /** Seconds; the deployment's own where nothing else is said. */
  readonly timeoutSeconds?: number
  /** Whether the router words what becomes of a failure: then it is told here without an ending. */
  readonly routed: boolean
}

/** The exchange of a call that is made once. May throw the translator's faults. */
export function translatedExchange(call: TranslatedCall, request: FastifyRequest, parts: SdkParts): Exchange {
  const { body: chat, asked, deployment, translator } = call
  const streams = chat.stream === true
  const own = (streams ? deployment.streamTimeoutMs : deployment.timeoutMs) / 1000
  const timeoutSeconds = call.timeoutSeconds ?? own
  const target = { ...deployment.target, group: asked, headers: outgoingHeaders(request, deployment, parts) }
  const { url, headers, body } = translator.request(chat, target)
  const costOfUsage = costTeller(call)
  const context: AnswerContext = {
    id: `chatcmpl-${randomUUID()}`,
    created: Math.floor(Date.now() / 1000),
    includeUsage: asObject(chat.stream_options)?.['include_usage'] === true,
    ...(call.routed ? { priceOf: (usage: TokenUsage) => costOfUsage(usage)?.total } : {}),
  }
  const told = call.routed ? null : asked
  return {
    session: parts.sessions.sessionFor(url, target.apiKey),
    url,
    headers,
    body: JSON.stringify(body),
    streams,
    timeoutMs: timeoutSeconds * 1000,
    group: deployment.target.group,
    answerHeaders: upstream => litellmHeaders(upstream, asked),
    cost: usage => costOfUsage(usage)?.total ?? null,
    whole: answer => translator.response(answer, chat, target, context),
    openStream: () => translator.stream(chat, target, context),
    refused: (status, raw, upstream) => ({
      ...answerFor(translator.error(status, raw, target, streams), told),
      headers: providerHeaders(upstream),
    }),
    unreadable: raw => answerFor(translator.error(200, raw, target), told),
    broken: (cause, begun) =>
      answerFor(
        brokenCall(cause, begun, target, { timeout: timeoutSeconds, streams, endpoint: translator.endpoint }),
        begun ? null : told,
      ),
    explain: fault => answerFor(fault, streams ? null : told),
    errorFrame: answer => `data: ${pythonJson(answer.body as JsonObject)}\n\n`,
  }
}

/** What the tokens of a call cost; null where its model has no price. */
export function costTeller(call: Pick<TranslatedCall, 'deployment' | 'body'>): (usage: TokenUsage) => Cost | null {
  return usage => costOf(call.deployment.known?.entry, usage, asString(call.body.service_tier))
}
