/** Anthropic's API over any wire that does chat completions. */
import type { AnswerContext, Translator } from '../../providers/translator.ts'
import { withoutStream } from '../../providers/without-stream.ts'
import { bridgedTarget } from './bridged-target.ts'
import { chatMessage } from './chat-answer.ts'
import { chatKeys, chatRequest } from './chat-request.ts'
import { messagesStream } from './chat-stream.ts'
import { longNames } from './tool-names.ts'

/** The wire as one that is asked in Anthropic's words and answers in them. */
export function messagesOverChat(wire: Translator): Translator {
  return {
    ...wire,
    ...(wire.asEvents
      ? { asEvents: (answer, target) => wire.asEvents?.(answer, bridgedTarget(target, chatKeys)) ?? [] }
      : {}),
    request(body, target) {
      const request = wire.request(chatRequest(body, target), bridgedTarget(target, chatKeys))
      // Anthropic's API does not say that it does not stream.
      return body['stream'] === true || request.saysStream ? request : { ...request, body: withoutStream(request.body) }
    },
    response(answer, body, target, context) {
      const { body: chat, usage } = wire.response(
        answer,
        chatRequest(body, target),
        bridgedTarget(target, chatKeys),
        context,
      )
      return { body: chatMessage(chat, longNames(body['tools'])), usage }
    },
    stream(body, target, context, framing) {
      const counting = { ...context, includeUsage: true }
      const chunks = wire.stream(chatRequest(body, target), bridgedTarget(target, chatKeys), counting, framing)
      return messagesStream(chunks, {
        id: messageId(context),
        model: target.group,
        names: longNames(body['tools']),
      })
    },
  }
}

/** The id of a streamed message: the answer's own, under Anthropic's prefix. */
export const messageId = ({ id }: AnswerContext): string => `msg_${id.slice(id.indexOf('-') + 1)}`
