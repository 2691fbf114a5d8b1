/** The Responses API over any wire that does chat completions. */
import { objectsOf } from '../../providers/json.ts'
import { compatibleOf } from '../../providers/openai/compatible.ts'
import type { ResponsesStream } from '../../providers/openai/responses-answer.ts'
import type { JsonObject, Target, Translator } from '../../providers/translator.ts'
import { withoutStream } from '../../providers/without-stream.ts'
import { responseOf, type ResponseIds } from './answer.ts'
import { chatRequest } from './chat-request.ts'
import { hoisted } from './input-messages.ts'
import { ResponseEvents } from './stream-events.ts'
import { responsesStream } from './stream.ts'
import type { ToldCalls } from './told-calls.ts'

/** A wire whose streams can tell how they broke off. */
export interface ResponsesTranslator extends Translator {
  stream(...asked: Parameters<Translator['stream']>): ResponsesStream
}

/** The wire as one that is asked in the API's words and answers in them; `ids` makes those a client gets, `told` knows calls by them. */
export function responsesOverChat(wire: Translator, ids: ResponseIds, told: ToldCalls): ResponsesTranslator {
  const chatOf = (body: JsonObject, target: Target): JsonObject => chatRequest(body, target, id => told.find(id))
  return {
    ...wire,
    request(body, target) {
      const request = wire.request(chatOf(body, target), target)
      return 'stream' in body || request.saysStream ? request : { ...request, body: withoutStream(request.body) }
    },
    response(answer, body, target, context) {
      const { body: chat, usage, fields } = wire.response(answer, chatOf(body, target), target, context)
      told.remember(objectsOf(chat['choices']))
      const whole = fields ? { ...chat, provider_specific_fields: fields } : chat
      return { body: responseOf(whole, hoisted(body), ids), usage }
    },
    stream(body, target, context, framing) {
      const chunks = wire.stream(chatOf(body, target), target, { ...context, includeUsage: true }, framing)
      const { created } = context
      const { provider, model, group } = target
      // Of who is asked through OpenAI's client LiteLLM tells whose the model is, too.
      const prefixed = compatibleOf(provider) && compatibleOf(provider)?.direct !== true
      const answered = prefixed ? { answered: `${provider}/${model}` } : {}
      const head = { ...ids, created, model, group, ...answered }
      return responsesStream(chunks, new ResponseEvents(hoisted(body), head), choices => told.remember(choices))
    },
  }
}
