/** Anthropic's API over OpenAI's Responses API. */
import { omit } from '../../providers/json.ts'
import { responseAsEvents } from '../../providers/openai/as-events.ts'
import { responsesError } from '../../providers/openai/errors.ts'
import { responsesAnswer, responsesStream } from '../../providers/openai/responses-answer.ts'
import { responsesRequest } from '../../providers/openai/responses-request.ts'
import { responsesStreamFault } from '../../providers/openai/responses-fault.ts'
import type { Translator } from '../../providers/translator.ts'
import { bridgedTarget } from './bridged-target.ts'
import { messageId } from './over-chat.ts'
import { responsesMessage } from './responses-answer.ts'
import { responsesBody, responsesKeys } from './responses-request.ts'
import { messagesOfResponses } from './responses-stream.ts'

/** The wire; `idOf` makes the id a client gets out of the provider's. */
export function messagesOverResponses(idOf: (id: string) => string): Translator {
  return {
    asEvents: responseAsEvents,
    request(body, target) {
      const asked = responsesBody(body, target)
      return responsesRequest(
        asked['stream'] === true ? asked : omit(asked, ['stream']),
        bridgedTarget(target, responsesKeys),
      )
    },
    response(answer, _body, target) {
      const { body, usage } = responsesAnswer(answer, target)
      const id = typeof body['id'] === 'string' ? idOf(body['id']) : null
      return { body: responsesMessage(body, id, target.group), usage }
    },
    stream(_body, target, context) {
      const events = responsesStream(target, context.id, context.created)
      const head = { id: messageId(context), model: target.group }
      return messagesOfResponses(events, head, error => responsesStreamFault(error, target))
    },
    error: (status, raw, target) => responsesError(status, raw, target),
  }
}
