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
import type { Cost } from '../../models/cost.ts'
import type { SdkParts } from '../../parts.ts'
import { outgoingHeaders } from '../../prepare.ts'
import { asString } from '../../providers/json.ts'
import { chatsAlone, translatorOf } from '../../providers/registry.ts'
import {
  type AnswerContext,
  type JsonObject,
  SignInFault,
  type Target,
  type TokenUsage,
  type Translator,
} from '../../providers/translator.ts'
import { answeredBy, byAiSdk, costTeller, lateFailure, sentBody } from '../../translated-exchange.ts'
import { encodedId } from '../response-id.ts'
import { chatWire } from '../chat/wire.ts'
import { bridgedTarget } from './bridged-target.ts'
import { chatKeys, chatRequest } from './chat-request.ts'
import { type Edited, tellingEdits, toldEdits, withContextEdited } from './context-edits.ts'
import { messagesOverChat } from './over-chat.ts'
import { messagesOverResponses } from './over-responses.ts'

/**
 * The wire that serves Anthropic's API for a model that is not Anthropic's; null where only the other backend does.
 * `body` is what is to be asked.
 */
export function messagesBridge({ id, target }: Deployment, body?: JsonObject): Translator | null {
  const { provider } = target
  if (provider === 'anthropic' || chatsAlone(provider)) return null
  if (provider === 'openai') return messagesOverResponses(response => encodedId(response, provider, id))
  const wire = body ? chatWire(chatRequest(body, target), bridgedTarget(target, chatKeys)) : translatorOf(target)
  return wire && messagesOverChat(wire)
}

/** The exchange of one such call. May throw the wire's faults. */
export function bridgedMessages(
  usual: Translator,
  attempt: Attempt,
  asked: string,
  request: FastifyRequest,
  parts: SdkParts,
): Exchange {
  const { deployment, timeoutSeconds: timeout } = attempt
  const { body, applied } = editedBody(attempt, parts)
  const wire = messagesBridge(deployment, body) ?? usual
  const streams = body.stream === true
  const { materials } = attempt
  const target = { ...deployment.target, group: asked, headers: outgoingHeaders(request, deployment, parts), materials }
  const made = wire.request(body, target)
  const { url, headers, framing = wire.framing } = made
  const teller = costTeller(attempt)
  // Anthropic's words know no tokens of thoughts: here they are an answer's like any other.
  const costOfUsage = (usage: TokenUsage): Cost | null => teller({ ...usage, reasoning: 0 })
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
  const admission = admitted(made, { ...deployment, target }, parts)
  return {
    ...admission,
    ...(wire.lossy ? { lossy: true, start: byAiSdk(wire, target, admission.session, streams) } : {}),
    url,
    headers,
    body: sentBody(made),
    streams,
    keepAlive: messagesKeepAlive(parts),
    ...(framing === undefined ? {} : { framing }),
    ...(wire.asEvents ? { asEvents: answer => wire.asEvents?.(answer, target) ?? [] } : {}),
    timeoutMs: timeout * 1000,
    group: deployment.target.group,
    answerHeaders,
    cost: usage => costOfUsage(usage)?.total ?? null,
    whole(answered, upstream) {
      // A fallback's answer names the model that gave it.
      const group = attempt.fallbacks > 0 ? (asString(answered['model']) ?? target.model) : asked
      const shown = { ...context, headers: upstream }
      const { body: told, usage } = wire.response(answered, body, { ...target, group }, shown)
      return { body: { ...told, ...toldEdits(applied) }, usage: { ...usage, ...answeredBy(answered) } }
    },
    openStream: upstream =>
      tellingEdits(wire.stream(body, target, { ...context, headers: upstream }, framing), applied),
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

/** OpenAI's own API compacts by itself. */
function editedBody({ deployment: { target }, body }: Attempt, { config }: SdkParts): Edited {
  if (target.provider === 'openai') return { body, applied: [] }
  const summarises = Boolean(config.general_settings?.['context_management_summary_model'])
  const spec = body['context_management'] ?? target.defaults['context_management']
  return withContextEdited({ ...body, context_management: spec }, target.model, summarises)
}

// OpenAI's own models are asked by another client than for chats.
const routeOf = ({ provider }: Target): 'messages' | 'responses' => (provider === 'openai' ? 'responses' : 'messages')
