/** The Anthropic wire: chat completions over Anthropic's Messages API. */
import type { Translator } from '../translator.ts'
import { messageAsEvents } from './as-events.ts'
import { anthropicError } from './errors.ts'
import { anthropicRequest } from './request.ts'
import { anthropicResponse } from './response.ts'
import { anthropicStream } from './stream.ts'

export const anthropicTranslator: Translator = {
  request: anthropicRequest,
  response: anthropicResponse,
  stream: anthropicStream,
  error: anthropicError,
  asEvents: messageAsEvents,
}
