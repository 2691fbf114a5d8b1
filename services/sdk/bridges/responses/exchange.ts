/** A call of the Responses API to a model whose provider has no such API. */
import { randomUUID } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Attempt } from '../../attempts.ts'
import type { Deployment } from '../../deployments.ts'
import type { Exchange } from '../../exchange.ts'
import type { SdkParts } from '../../parts.ts'
import { failureFrames } from '../../providers/openai/responses-answer.ts'
import { translatorFor } from '../../providers/registry.ts'
import type { Translator } from '../../providers/translator.ts'
import { translatedExchange } from '../../translated-exchange.ts'
import { encodedId } from '../response-id.ts'
import { responsesOverChat } from './over-chat.ts'

/** Providers with the API itself, which LiteLLM asks there. */
const native = ['openai', 'azure', 'xai', 'openrouter', 'hosted_vllm', 'fireworks_ai']

/** The wire that serves the API for a model over its chat; null where another one is to be asked. */
export function responsesWire({ id, target: { provider } }: Deployment): Translator | null {
  const wire = native.includes(provider) ? null : translatorFor(provider)
  return (
    wire &&
    responsesOverChat(wire, {
      response: chatId => encodedId(chatId, provider, id),
      item: prefix => `${prefix}_${randomUUID()}`,
    })
  )
}

/** The exchange of one such call. May throw the wire's faults. */
export function bridgedResponses(
  translator: Translator,
  attempt: Attempt,
  request: FastifyRequest,
  parts: SdkParts,
): Exchange {
  const exchange = translatedExchange(attempt, { route: 'responses', translator }, request, parts)
  const begun = { id: `resp_${randomUUID()}`, created_at: Math.floor(Date.now() / 1000), model: attempt.group }
  return {
    ...exchange,
    errorFrame: failed => failureFrames((failed.body as { error: { message: string } }).error.message, begun, 0),
  }
}
