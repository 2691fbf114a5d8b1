/** A call of Anthropic's API to a model that is not Anthropic's. */
import { randomUUID } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { admitted } from '../../admission.ts'
import { errorProviderHeaders, successHeaders } from '../../answer-headers.ts'
import { errorFrame, faultAnswer } from '../../anthropic-faults.ts'
import { brokenCall } from '../../broken.ts'
import type { Deployment } from '../../deployments.ts'
import type { Attempt } from '../../errand.ts'
import type { Exchange } from '../../exchange.ts'
import { messagesKeepAlive } from '../../keep-alive.ts'
import type { SdkParts } from '../../parts.ts'
import { outgoingHeaders } from '../../prepare.ts'
import { asString } from '../../providers/json.ts'
import { isNative, translatorFor } from '../../providers/registry.ts'
import { type AnswerContext, SignInFault, type Target, type Translator } from '../../providers/translator.ts'
import { answeredBy, costTeller, lateFailure } from '../../translated-exchange.ts'
import { encodedId } from '../response-id.ts'
import { messagesOverChat } from './over-chat.ts'
import { messagesOverResponses } from './over-responses.ts'

/** The wire that serves Anthropic's API for a model that is not Anthropic's; null where only the other backend does. */
export function messagesBridge({ id, target: { provider } }: Deployment): Translator | null {
  // DeepSeek has an API like Anthropic's, which LiteLLM asks instead.
  if (provider === 'anthropic' || provider === 'deepseek' || isNative(provider)) return null
  if (provider === 'openai') return messagesOverResponses(response => encodedId(response, provider, id))
  const wire = translatorFor(provider)
  return wire && messagesOverChat(wire)
}

/** The exchange of one such call. May throw the wire's faults. */
export function bridgedMessages(
  wire: Translator,
  attempt: Attempt,
  asked: string,
  request: FastifyRequest,
  parts: SdkParts,
): Exchange {
  const { deployment, body, timeoutSeconds: timeout } = attempt
  const streams = body.stream === true
  const target = { ...deployment.target, group: asked, headers: outgoingHeaders(request, deployment, parts) }
  const made = wire.request(body, target)
  const { url, headers, body: outgoing, framing = wire.framing } = made
  const costOfUsage = costTeller(attempt)
  const context: AnswerContext = {
    id: `chatcmpl-${randomUUID()}`,
    created: Math.floor(Date.now() / 1000),
    includeUsage: true,
  }
  const answerHeaders: Exchange['answerHeaders'] = (upstream, usage) => {
    const cost = usage ? costOfUsage(usage) : null
    const over = target.provider === 'openai' ? 'responses' : 'chat'
    return successHeaders(upstream, attempt, { route: 'messages', streams, cost, now: performance.now(), over })
  }
  return {
    ...admitted(made, { ...deployment, target }, parts),
    url,
    headers,
    body: JSON.stringify(outgoing),
    streams,
    keepAlive: messagesKeepAlive(parts),
    ...(framing === undefined ? {} : { framing }),
    ...(wire.asEvents ? { asEvents: answer => wire.asEvents?.(answer, target) ?? [] } : {}),
    timeoutMs: timeout * 1000,
    group: deployment.target.group,
    answerHeaders,
    cost: usage => costOfUsage(usage)?.total ?? null,
    whole(answered) {
      // A fallback's answer names the model that gave it.
      const group = attempt.fallbacks > 0 ? (asString(answered['model']) ?? target.model) : asked
      const { body: told, usage } = wire.response(answered, body, { ...target, group }, context)
      return { body: told, usage: { ...usage, ...answeredBy(answered) } }
    },
    openStream: () => wire.stream(body, target, context, framing),
    refused: (status, raw, upstream) => ({
      ...faultAnswer(wire.error(status, raw, target, streams)),
      headers: errorProviderHeaders(upstream, 'messages'),
    }),
    unreadable: raw => faultAnswer(wire.error(200, raw, target)),
    broken: (cause, begun) =>
      faultAnswer(brokenCall(cause, begun, target, { route: routeOf(target), timeout, streams })),
    explain: (fault, upstream) => ({
      ...faultAnswer(fault),
      ...(streams && !(fault instanceof SignInFault) ? lateFailure(answerHeaders(upstream, null)) : {}),
    }),
    errorFrame,
  }
}

// OpenAI's own models are asked by another client than for chats.
const routeOf = ({ provider }: Target): 'messages' | 'responses' => (provider === 'openai' ? 'responses' : 'messages')
