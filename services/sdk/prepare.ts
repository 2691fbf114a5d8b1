/** What the model routes do before they differ: read the body, find the deployment, gather the headers. */
import { isUtf8 } from 'node:buffer'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type CallRecord, startCallRecord } from '../shared/call-record.ts'
import { memoryHeaders } from '../shared/memory-routing.ts'
import { errorHeaders, type HeaderRoute } from './answer-headers.ts'
import { type ErrorAnswer, invalidJson, sendAnswer } from './answers.ts'
import { forwardedClientHeaders } from './client-headers.ts'
import type { Deployment } from './deployments.ts'
import type { Exchange, Listeners } from './exchange.ts'
import { runExchange } from './run-exchange.ts'
import type { SdkParts } from './parts.ts'
import type { JsonObject } from './providers/translator.ts'
import { refusedParameter } from './refused-parameters.ts'

/** The JSON object of a body, or what LiteLLM says of one that is none. */
export function readJsonBody(body: unknown): { value: JsonObject } | { error: ErrorAnswer } {
  try {
    // What is no text at all says nothing, in LiteLLM's eyes.
    const text = Buffer.isBuffer(body) && isUtf8(body) ? body.toString('utf8') : ''
    const value: unknown = text === '' ? {} : JSON.parse(text)
    if (loneSurrogate.test(text) && !isWellFormed(value)) return { error: invalidJson('a lone surrogate') }
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return { value: value as JsonObject }
    return { error: { ...invalidJson('expected an object'), status: 400 } }
  } catch (error) {
    return { error: invalidJson((error as Error).message) }
  }
}

/** Half of a character that needs two, as it may be escaped. */
const loneSurrogate = /\\u[dD][89a-fA-F]/

function isWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed()
  if (value === null || typeof value !== 'object') return true
  return Object.entries(value).every(([key, inner]) => key.isWellFormed() && isWellFormed(inner))
}

/** A body without what a request may not say: another address, another's key, another price. */
export function readGuardedBody(body: unknown): ReturnType<typeof readJsonBody> {
  const parsed = readJsonBody(body)
  if ('error' in parsed) return parsed
  const refused = refusedParameter(parsed.value)
  return refused ? { error: refused } : parsed
}

/** The headers a provider gets from the client and from memory routing, on top of the configured ones. */
export function outgoingHeaders(
  request: FastifyRequest,
  deployment: Deployment,
  parts: SdkParts,
): Record<string, string> {
  const { config, memoryRoute, supermemoryKey } = parts
  const forwards = config.general_settings?.forward_client_headers_to_llm_api === true
  return {
    ...forwardedClientHeaders(request.headers, forwards, deployment.target.provider),
    ...memoryHeaders(memoryRoute(request.headers), {
      enabled: config.user_id_mappings !== undefined,
      supermemory: deployment.supermemory,
      supermemoryKey,
    }),
    ...deployment.target.headers,
  }
}

/** Runs an exchange for a request, taking the raw response over from Fastify. */
export function answerWith(
  exchange: Exchange,
  provider: string,
  request: FastifyRequest,
  reply: FastifyReply,
  parts: SdkParts,
): void {
  reply.hijack()
  runExchange(exchange, reply.raw, recordOf(request, provider, parts), listenersOf(parts))
}

/** Who hears of tokens and of faults of our own. */
export function listenersOf(parts: SdkParts): Listeners {
  const ownFault = (err: unknown): void =>
    parts.logger.error({ event: 'answer-fault', err }, "the provider's answer could not be translated")
  return { countTokens: parts.countTokens, ownFault }
}

/** Answers with a refusal that LiteLLM gives headers of its own: all but those of its key check. */
export function answerWithRefusal(
  answer: ErrorAnswer,
  route: HeaderRoute,
  request: FastifyRequest,
  reply: FastifyReply,
  parts: SdkParts,
): void {
  const headers = answer.status === 401 || answer.headersAreComplete ? {} : errorHeaders(route)
  answerWithError({ ...answer, headers: { ...headers, ...answer.headers } }, null, request, reply, parts)
}

/** Answers with an error that no provider has seen; it is logged like any other answer. */
export function answerWithError(
  answer: ErrorAnswer,
  model: string | null,
  request: FastifyRequest,
  reply: FastifyReply,
  parts: SdkParts,
): void {
  reply.hijack()
  recordOf(request, 'none', parts).finish({ outcome: 'client_error', status: answer.status, model, tokens: null })
  sendAnswer(reply.raw, answer)
}

/** Starts the record of a request's calls. */
export function recordOf(request: FastifyRequest, upstream: string, parts: SdkParts): CallRecord {
  const { method, url, headers, id: fallbackId } = request
  const origin = { method, url, headers, fallbackId, userId: parts.memoryRoute(headers).userId }
  return startCallRecord(origin, { backend: 'sdk', upstream }, parts.metrics, parts.logger)
}
