/** The Responses API over any wire that does chat completions. */
import { omit } from '../../providers/json.ts'
import type { Translator } from '../../providers/translator.ts'
import { responseOf, type ResponseIds } from './answer.ts'
import { chatRequest } from './chat-request.ts'
import { hoisted } from './input-messages.ts'
import { ResponseEvents } from './stream-events.ts'
import { responsesStream } from './stream.ts'

/** The wire as one that is asked in the API's words and answers in them; `ids` makes those a client gets. */
export function responsesOverChat(wire: Translator, ids: ResponseIds): Translator {
  return {
    ...(wire.framing === undefined ? {} : { framing: wire.framing }),
    request(body, target) {
      const request = wire.request(chatRequest(body, target), target)
      return body['stream'] === true ? request : { ...request, body: omit(request.body, ['stream']) }
    },
    response(answer, body, target, context) {
      const { body: chat, usage } = wire.response(answer, chatRequest(body, target), target, context)
      return { body: responseOf(chat, hoisted(body), ids), usage }
    },
    stream(body, target, context) {
      const chunks = wire.stream(chatRequest(body, target), target, { ...context, includeUsage: true })
      const { created } = context
      const head = { ...ids, created, model: target.model, group: target.group }
      return responsesStream(chunks, new ResponseEvents(hoisted(body), head))
    },
    error: (status, raw, target, streamed) => wire.error(status, raw, target, streamed),
  }
}
