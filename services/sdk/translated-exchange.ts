/** A call on a translator's wire and its answer to the client, for every route of OpenAI's. */
import { randomUUID } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { AnswerHeaders } from '../shared/upstream.ts'
import { admitted } from './admission.ts'
import { callAiSdk } from './ai-sdk-call.ts'
import { errorHeaders, errorLimits, errorProviderHeaders, type HeaderRoute, successHeaders } from './answer-headers.ts'
import { answerFor, type ErrorAnswer } from './answers.ts'
import { priceRegion } from './aws/accounts.ts'
import type { Attempt } from './errand.ts'
import { brokenCall } from './broken.ts'
import type { Exchange } from './exchange.ts'
import { keepAliveByComment } from './keep-alive.ts'
import { type Cost, costOf } from './models/cost.ts'
import { findModel } from './models/table.ts'
import type { SdkParts } from './parts.ts'
import { outgoingHeaders } from './prepare.ts'
import { checkShapes } from './request-shapes.ts'
import { withCachePoints } from './providers/cache-points.ts'
import { asObject, asString, objectsOf } from './providers/json.ts'
import { embedderOf } from './providers/openai/embedders.ts'
import { profileOf } from './providers/openai/profiles.ts'
import { withoutTimeoutNote } from './providers/litellm-errors.ts'
import { pythonJson } from './providers/python-text.ts'
import { completionsFault } from './providers/text-completion-faults.ts'
import {
  type AnswerContext,
  type JsonObject,
  ProviderFault,
  type ProviderRequest,
  RequestFault,
  SignInFault,
  type StreamTranslator,
  type Target,
  type TokenUsage,
  type Translator,
} from './providers/translator.ts'
import { usualLocation } from './providers/vertex/address.ts'
import type { Session } from './sessions/session.ts'

/** The way of a call: the endpoint it came by, and the wire it is made on. */
export interface Way {
  readonly route: HeaderRoute
  readonly translator: Translator
  /** The provider itself has this endpoint, where others are asked by another one. */
  readonly native?: boolean
  /** The provider is asked by another API than the client. */
  readonly over?: 'chat' | 'responses'
}

/** The exchange of one attempt. May throw the translator's faults. */
export function translatedExchange(attempt: Attempt, way: Way, request: FastifyRequest, parts: SdkParts): Exchange {
  const { group: asked, deployment, timeoutSeconds } = attempt
  const chat = withCachePoints(attempt.body, deployment.target)
  const { route, translator, native = false, over } = way
  const streams = chat.stream === true
  const told = (fault: ProviderFault): ErrorAnswer => answerFor(route === 'chat' ? fault : withoutTimeoutNote(fault))
  const sent = outgoingHeaders(request, deployment, parts)
  const target = { ...deployment.target, group: asked, headers: sent, materials: attempt.materials }
  if (route !== 'embeddings') checkShapes(chat, deployment.target)
  const made = translator.request(chat, target)
  const { url, headers, framing = translator.framing } = made
  const costOfUsage = costTeller(attempt)
  const profile = profileOf(target.provider)
  const hidesHeaders =
    (made.hidesHeaders ?? translator.hidesHeaders) === true ||
    (route !== 'embeddings' && profile?.hidesHeaders === true)
  const context: AnswerContext = {
    id: `chatcmpl-${randomUUID()}`,
    created: Math.floor(Date.now() / 1000),
    includeUsage: asObject(chat.stream_options)?.['include_usage'] === true,
    // What costs nothing is not told in a stream.
    priceOf: (usage: TokenUsage) => costOfUsage(usage)?.total || undefined,
  }
  let stream: StreamTranslator | null = null
  const answerHeaders: Exchange['answerHeaders'] = (upstream, usage) => {
    const known = usage ?? (over === 'responses' && stream?.countedAtHead !== false ? stream?.usage : undefined)
    const cost = known ? costOfUsage(known) : null
    const shown = hidesHeaders && !streams ? {} : upstream
    return successHeaders(shown, attempt, {
      route,
      streams,
      cost,
      now: performance.now(),
      native,
      ...(over ? { over } : {}),
    })
  }
  const typed = (fault: ProviderFault): ProviderFault =>
    route === 'completions' ? completionsFault(fault, false) : fault
  // Of an answer that cannot be read OpenAI's client keeps nothing.
  const misread = (upstream: AnswerHeaders): Record<string, string> =>
    (profile?.client === 'openai' && !(route === 'embeddings' && embedderOf(target.provider)?.terse)) ||
    translator.hidesHeaders ||
    (target.vertex && route === 'embeddings')
      ? {}
      : errorProviderHeaders(upstream, route)
  const admission = admitted(made, { ...deployment, target }, parts)
  return {
    ...admission,
    ...(translator.lossy ? { lossy: true, start: byAiSdk(translator, target, admission.session, streams) } : {}),
    url,
    headers,
    body: sentBody(made),
    streams,
    keepAlive: keepAliveByComment(parts.keepAliveMs),
    ...(framing === undefined ? {} : { framing }),
    ...(translator.readsLists ? { readsLists: true } : {}),
    timeoutMs: timeoutSeconds * 1000,
    group: deployment.target.group,
    answerHeaders,
    cost: usage => costOfUsage(usage)?.total ?? null,
    ...(translator.asEvents ? { asEvents: answer => translator.asEvents?.(answer, target) ?? [] } : {}),
    whole(answer, upstream) {
      const { body: said, usage } = translator.response(answer, chat, target, { ...context, headers: upstream })
      const result = {
        body: said,
        usage: { ...usage, ...(over === 'responses' ? {} : countedSearches(usage, said)), ...answeredBy(answer) },
      }
      if (attempt.fallbacks === 0) return result
      // A fallback's answer names the model that gave it.
      return { ...result, body: { ...result.body, model: asString(answer['model']) ?? target.model } }
    },
    openStream: upstream => (stream = translator.stream(chat, target, { ...context, headers: upstream }, framing)),
    refused(status, raw, upstream) {
      const fault = translator.error(status, raw, target, streams)
      const seen = translator.lossy ? { headers: errorLimits(upstream) } : refusalHeaders(fault, upstream, route)
      return { ...told(fault), ...seen }
    },
    unreadable(raw, upstream) {
      const fault = translator.error(200, raw, target)
      return { ...told(fault), headers: losesHeaders(fault) ? {} : misread(upstream) }
    },
    broken(cause, begun) {
      const by = over === 'responses' ? over : route
      const fault = typed(brokenCall(cause, begun, target, { route: by, native, timeout: timeoutSeconds, streams }))
      return { ...told(fault), ...(fault.loses === 'call' ? lateFailure(errorHeaders(route)) : {}) }
    },
    explain: (fault, upstream) =>
      streams && framing !== 'whole' && !isBeforeCall(fault)
        ? { ...answerFor(fault), ...lateFailure(answerHeaders(upstream, null)) }
        : { ...answerFor(fault), headers: streams || losesHeaders(fault) ? {} : misread(upstream) },
    errorFrame: answer => `data: ${pythonJson(answer.body as JsonObject)}\n\n`,
  }
}

/** The body of a call in bytes' form. */
export function sentBody({ body, form }: Pick<ProviderRequest, 'body' | 'form'>): string {
  if (form !== true) return JSON.stringify(body)
  const fields = Object.entries(body).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ])
  return new URLSearchParams(Object.fromEntries(fields) as Record<string, string>).toString()
}

/** The model an answer names has the prices. */
export function answeredBy(answer: JsonObject): Pick<TokenUsage, 'model'> {
  const model = asString(answer['model'])
  return model === undefined ? {} : { model }
}

/** An answer that cites pages has searched once, where nothing else is said. */
function countedSearches({ webSearches }: TokenUsage, answer: JsonObject): Pick<TokenUsage, 'webSearches'> {
  const cites = objectsOf(answer['choices']).some(choice =>
    objectsOf(asObject(choice['message'])?.['annotations']).some(({ type }) => type === 'url_citation'),
  )
  return webSearches === undefined && cites ? { webSearches: 1 } : {}
}
/** The headers of a refusal, as far as LiteLLM still has them; what says when to ask again stays. */
function refusalHeaders(
  fault: ProviderFault,
  upstream: AnswerHeaders,
  route: HeaderRoute,
): Pick<ErrorAnswer, 'headers' | 'headersAreComplete'> {
  if (fault.loses === 'nothing') return { headers: errorProviderHeaders(upstream, route) }
  const limits = errorLimits(upstream)
  if (fault.loses === 'headers') return { headers: limits }
  return { headers: { ...errorHeaders(route), ...limits }, headersAreComplete: true }
}

const losesHeaders = (fault: unknown): boolean => fault instanceof ProviderFault && fault.loses !== 'nothing'

/** Whether nothing has been sent yet: the call may be made again, streamed or not. */
const isBeforeCall = (fault: unknown): boolean => fault instanceof SignInFault || fault instanceof RequestFault

/** A stream that fails in its events has left the router's hands; what its head would have told is told. */
export function lateFailure(
  headers: ErrorAnswer['headers'] & object,
): Pick<ErrorAnswer, 'final' | 'late' | 'headersAreComplete' | 'headers'> {
  return { final: true, late: true, headersAreComplete: true, headers }
}

/** Makes a call with the AI SDK. */
export function byAiSdk(
  translator: Translator,
  target: Target,
  session: Session,
  streams: boolean,
): Exchange['start'] & object {
  const unreadable = (told: string): ProviderFault => translator.error(200, told, target)
  return (call, sink) => callAiSdk({ target, session, streams, unreadable }, call, sink)
}

/** Where a model at Vertex AI is called; undefined for others. */
function placeOf({ vertex }: Pick<Target, 'vertex'>): string | undefined {
  return vertex && (vertex.location ?? usualLocation)
}

/** What the tokens of a call cost, at the prices of the model that answered; null where it has none. */
export function costTeller(call: Pick<Attempt, 'deployment' | 'body'>): (usage: TokenUsage) => Cost | null {
  const { prices, target } = call.deployment
  const size = asString(asObject(call.body['web_search_options'])?.['search_context_size'])
  return usage => {
    const answered =
      prices.own || usage.model === undefined
        ? undefined
        : findModel(target.provider, usage.model, priceRegion(target))?.entry
    const entry = answered ?? prices.entry
    return costOf(entry, usage, { tier: asString(call.body.service_tier), searchContext: size, place: placeOf(target) })
  }
}
