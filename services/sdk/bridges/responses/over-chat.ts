/** The Responses API over any wire that does chat completions. */
import type { ResponsesStream } from '../../providers/openai/responses-answer.ts'
import type { Translator } from '../../providers/translator.ts'
import { withoutStream } from '../messages/over-chat.ts'
import { responseOf, type ResponseIds } from './answer.ts'
import { chatRequest } from './chat-request.ts'
import { hoisted } from './input-messages.ts'
import { ResponseEvents } from './stream-events.ts'
import { responsesStream } from './stream.ts'

/** A wire whose streams can tell how they broke off. */
export interface ResponsesTranslator extends Translator {
  stream(...asked: Parameters<Translator['stream']>): ResponsesStream
}

/** The wire as one that is asked in the API's words and answers in them; `ids` makes those a client gets. */
export function responsesOverChat(wire: Translator, ids: ResponseIds): ResponsesTranslator {
  return {
    ...wire,
    request(body, target) {
      const request = wire.request(chatRequest(body, target), target)
      return 'stream' in body || wire.alwaysSaysStream ? request : withoutStream(request)
    },
    response(answer, body, target, context) {
      const { body: chat, usage, fields } = wire.response(answer, chatRequest(body, target), target, context)
      const told = fields ? { ...chat, provider_specific_fields: fields } : chat
      return { body: responseOf(told, hoisted(body), ids), usage }
    },
    stream(body, target, context, framing) {
      const chunks = wire.stream(chatRequest(body, target), target, { ...context, includeUsage: true }, framing)
      const { created } = context
      const head = { ...ids, created, model: target.model, group: target.group }
      return responsesStream(chunks, new ResponseEvents(hoisted(body), head))
    },
  }
}
