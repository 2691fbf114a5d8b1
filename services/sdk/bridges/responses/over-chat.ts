/** The Responses API over any wire that does chat completions. */
import { mustSay } from '../must-say.ts'
import { asObject, objectsOf, omit } from '../../providers/json.ts'
import type { ResponsesStream } from '../../providers/openai/responses-answer.ts'
import type { JsonObject, Target, Translator } from '../../providers/translator.ts'
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
    ...(wire.framing === undefined ? {} : { framing: wire.framing }),
    ...(wire.asEvents ? { asEvents: wire.asEvents } : {}),
    ...(wire.hidesHeaders ? { hidesHeaders: true } : {}),
    request(body, target) {
      const request = wire.request(chatRequest(body, target), target)
      return 'stream' in body || mustSay(wire) ? request : { ...request, body: omit(request.body, ['stream']) }
    },
    response(answer, body, target, context) {
      const { body: chat, usage } = wire.response(answer, chatRequest(body, target), target, context)
      return { body: responseOf({ ...chat, ...fieldsOf(chat, target) }, hoisted(body), ids), usage }
    },
    stream(body, target, context, framing) {
      const chunks = wire.stream(chatRequest(body, target), target, { ...context, includeUsage: true }, framing)
      const { created } = context
      const head = { ...ids, created, model: target.model, group: target.group }
      return responsesStream(chunks, new ResponseEvents(hoisted(body), head))
    },
    error: (status, raw, target, streamed) => wire.error(status, raw, target, streamed),
  }
}

/** LiteLLM keeps what is the provider's own beside the message only for Claude at Anthropic and Vertex AI. */
function fieldsOf(chat: JsonObject, { provider, model, vertex }: Target): JsonObject {
  const message = asObject(objectsOf(chat['choices'])[0]?.['message'])
  const keeps = provider === 'anthropic' || (vertex !== undefined && model.startsWith('claude'))
  const fields = keeps ? asObject(message?.['provider_specific_fields']) : undefined
  return fields ? { provider_specific_fields: fields } : {}
}
