/** A call of Anthropic's API to a model that is not Anthropic's. */
import { randomUUID } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { errorProviderHeaders, successHeaders } from '../../answer-headers.ts'
import { errorFrame, faultAnswer } from '../../anthropic-faults.ts'
import type { Attempt } from '../../attempts.ts'
import { brokenCall } from '../../broken.ts'
import type { Deployment } from '../../deployments.ts'
import type { Exchange } from '../../exchange.ts'
import type { SdkParts } from '../../parts.ts'
import { outgoingHeaders } from '../../prepare.ts'
import { asString } from '../../providers/json.ts'
import { translatorFor } from '../../providers/registry.ts'
import type { AnswerContext, Target, Translator } from '../../providers/translator.ts'
import { costTeller } from '../../translated-exchange.ts'
import { encodedId } from '../response-id.ts'
import { messagesOverChat } from './over-chat.ts'
import { messagesOverResponses } from './over-responses.ts'

/** The wire that serves Anthropic's API for a model that is not Anthropic's; null where only the other backend does. */
export function messagesWire({ id, target: { provider } }: Deployment): Translator | null {
  // DeepSeek has an API like Anthropic's, which LiteLLM asks instead.
  if (provider === 'anthropic' || provider === 'deepseek') return null
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
  const { url, headers, body: outgoing } = wire.request(body, target)
  const costOfUsage = costTeller(attempt)
  const context: AnswerContext = {
    id: `chatcmpl-${randomUUID()}`,
    created: Math.floor(Date.now() / 1000),
    includeUsage: true,
  }
  return {
    session: parts.sessions.sessionFor(url, target.apiKey),
    url,
    headers,
    body: JSON.stringify(outgoing),
    streams,
    ...(wire.framing === undefined ? {} : { framing: wire.framing }),
    timeoutMs: timeout * 1000,
    group: deployment.target.group,
    answerHeaders(upstream, usage) {
      const cost = usage ? costOfUsage(usage) : null
      const over = target.provider === 'openai' ? 'responses' : 'chat'
      return successHeaders(upstream, attempt, { route: 'messages', streams, cost, now: performance.now(), over })
    },
    cost: usage => costOfUsage(usage)?.total ?? null,
    whole(answered) {
      // A fallback's answer names the model that gave it.
      const group = attempt.fallbacks > 0 ? (asString(answered['model']) ?? target.model) : asked
      return wire.response(answered, body, { ...target, group }, context)
    },
    openStream: () => wire.stream(body, target, context),
    refused: (status, raw, upstream) => ({
      ...faultAnswer(wire.error(status, raw, target, streams)),
      headers: errorProviderHeaders(upstream, 'messages'),
    }),
    unreadable: raw => faultAnswer(wire.error(200, raw, target)),
    broken: (cause, begun) =>
      faultAnswer(brokenCall(cause, begun, target, { route: routeOf(target), timeout, streams })),
    explain: fault => ({ ...faultAnswer(fault), final: streams }),
    errorFrame,
  }
}

// OpenAI's own models are asked by another client than for chats.
const routeOf = ({ provider }: Target): 'messages' | 'responses' => (provider === 'openai' ? 'responses' : 'messages')
