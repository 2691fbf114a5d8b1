/** A call on a translator's wire and its answer to the client, for every route of OpenAI's. */
import { randomUUID } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { AnswerHeaders } from '../shared/upstream.ts'
import { errorProviderHeaders, type HeaderRoute, successHeaders } from './answer-headers.ts'
import { answerFor, type ErrorAnswer } from './answers.ts'
import type { Attempt } from './attempts.ts'
import { brokenCall } from './broken.ts'
import type { Exchange } from './exchange.ts'
import { type Cost, costOf } from './models/cost.ts'
import type { SdkParts } from './parts.ts'
import { outgoingHeaders } from './prepare.ts'
import { asObject, asString } from './providers/json.ts'
import { profileOf } from './providers/openai/profiles.ts'
import { withoutTimeoutNote } from './providers/litellm-errors.ts'
import { pythonJson } from './providers/python-text.ts'
import type { AnswerContext, JsonObject, ProviderFault, TokenUsage, Translator } from './providers/translator.ts'

/** The way of a call: the endpoint it came by, and the wire it is made on. */
export interface Way {
  readonly route: HeaderRoute
  readonly translator: Translator
  /** The provider itself has this endpoint, where others are asked by another one. */
  readonly native?: boolean
  /** The provider is asked by another API than the client. */
  readonly over?: 'chat'
}

/** The exchange of one attempt. May throw the translator's faults. */
export function translatedExchange(attempt: Attempt, way: Way, request: FastifyRequest, parts: SdkParts): Exchange {
  const { body: chat, group: asked, deployment, timeoutSeconds } = attempt
  const { route, translator, native = false, over } = way
  const streams = chat.stream === true
  const told = (fault: ProviderFault): ErrorAnswer => answerFor(route === 'chat' ? fault : withoutTimeoutNote(fault))
  const target = { ...deployment.target, group: asked, headers: outgoingHeaders(request, deployment, parts) }
  const { url, headers, body, framing = translator.framing } = translator.request(chat, target)
  const costOfUsage = costTeller(attempt)
  const context: AnswerContext = {
    id: `chatcmpl-${randomUUID()}`,
    created: Math.floor(Date.now() / 1000),
    includeUsage: asObject(chat.stream_options)?.['include_usage'] === true,
    priceOf: (usage: TokenUsage) => costOfUsage(usage)?.total,
  }
  const answerHeaders: Exchange['answerHeaders'] = (upstream, usage) => {
    const cost = usage ? costOfUsage(usage) : null
    return successHeaders(upstream, attempt, {
      route,
      streams,
      cost,
      now: performance.now(),
      native,
      ...(over ? { over } : {}),
    })
  }
  // Of an answer that cannot be read OpenAI's client keeps nothing.
  const misread = (upstream: AnswerHeaders): Record<string, string> =>
    profileOf(target.provider)?.client === 'openai' ? {} : errorProviderHeaders(upstream, route)
  return {
    session: parts.sessions.sessionFor(url, target.apiKey),
    url,
    headers,
    body: JSON.stringify(body),
    streams,
    ...(framing === undefined ? {} : { framing }),
    timeoutMs: timeoutSeconds * 1000,
    group: deployment.target.group,
    answerHeaders,
    cost: usage => costOfUsage(usage)?.total ?? null,
    whole(answer) {
      const result = translator.response(answer, chat, target, context)
      if (attempt.fallbacks === 0) return result
      // A fallback's answer names the model that gave it.
      return { ...result, body: { ...result.body, model: asString(answer['model']) ?? target.model } }
    },
    openStream: () => translator.stream(chat, target, context, framing),
    refused: (status, raw, upstream) => ({
      ...told(translator.error(status, raw, target, streams)),
      headers: errorProviderHeaders(upstream, route),
    }),
    unreadable: (raw, upstream) => ({
      ...told(translator.error(200, raw, target)),
      headers: misread(upstream),
    }),
    broken: (cause, begun) =>
      told(brokenCall(cause, begun, target, { route, native, timeout: timeoutSeconds, streams })),
    explain: (fault, upstream) =>
      streams && framing !== 'whole'
        ? { ...answerFor(fault), ...lateFailure(answerHeaders(upstream, null)) }
        : { ...answerFor(fault), headers: streams ? {} : misread(upstream) },
    errorFrame: answer => `data: ${pythonJson(answer.body as JsonObject)}\n\n`,
  }
}

/** A stream that fails in its events has left the router's hands; what its head would have told is told. */
export function lateFailure(
  headers: ErrorAnswer['headers'] & object,
): Pick<ErrorAnswer, 'final' | 'headersAreComplete' | 'headers'> {
  return { final: true, headersAreComplete: true, headers }
}

/** What the tokens of a call cost; null where its model has no price. */
export function costTeller(call: Pick<Attempt, 'deployment' | 'body'>): (usage: TokenUsage) => Cost | null {
  return usage => costOf(call.deployment.known?.entry, usage, asString(call.body.service_tier))
}
