/** A call of the Responses API to a model whose provider has no such API. */
import { randomUUID } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Deployment } from '../../deployments.ts'
import type { Attempt } from '../../errand.ts'
import type { Exchange } from '../../exchange.ts'
import { keepAliveByEvent } from '../../keep-alive.ts'
import { namedModel } from '../../models/table.ts'
import type { SdkParts } from '../../parts.ts'
import type { ResponsesStream } from '../../providers/openai/responses-answer.ts'
import { hasResponses } from '../../providers/openai/responses-request.ts'
import { chatsAlone, translatorOf } from '../../providers/registry.ts'
import { NotServed, type Target, type Translator } from '../../providers/translator.ts'
import { translatedExchange } from '../../translated-exchange.ts'
import { encodedId } from '../response-id.ts'
import type { ToldCalls } from './told-calls.ts'
import { responsesOverChat, type ResponsesTranslator } from './over-chat.ts'

/** The wire that serves the API for a model over its chat; null where another one is to be asked. */
export function responsesWire({ id, target }: Deployment, told: ToldCalls): ResponsesTranslator | null {
  const { provider } = target
  const wire = hasResponses(target) || isAtBedrock(target) || chatsAlone(provider) ? null : translatorOf(target)
  return (
    wire &&
    responsesOverChat(
      wire,
      { response: chatId => encodedId(chatId, provider, id), item: prefix => `${prefix}_${randomUUID()}` },
      told,
    )
  )
}

/** Models of OpenAI's that Bedrock has behind OpenAI's own API. */
function isAtBedrock({ provider, model }: Target): boolean {
  const endpoints = [model, `bedrock/${model}`].map(name => namedModel(name)?.['supported_endpoints'])
  return provider === 'bedrock' && endpoints.some(list => Array.isArray(list) && list.includes('/v1/responses'))
}

/** The exchange of one such call. May throw the wire's faults. */
export function bridgedResponses(
  wire: ResponsesTranslator,
  attempt: Attempt,
  request: FastifyRequest,
  parts: SdkParts,
): Exchange {
  if (attempt.body['previous_response_id'] && parts.config.general_settings?.database_url) {
    throw new NotServed('The sdk backend knows no answers of a database.')
  }
  let stream: ResponsesStream | null = null
  const translator: Translator = { ...wire, stream: (...asked) => (stream = wire.stream(...asked)) }
  return {
    ...translatedExchange(attempt, { route: 'responses', translator, over: 'chat' }, request, parts),
    keepAlive: keepAliveByEvent(parts.keepAliveMs),
    errorFrame: failed => stream?.failure((failed.body as { error: { message: string } }).error.message) ?? '',
  }
}
