/** The OpenAI wire: OpenAI itself and the providers that speak its chat completions. */
import type { Translator } from '../translator.ts'
import { completionAsEvents } from './as-events.ts'
import { openAiError } from './errors.ts'
import { openAiRequest } from './request.ts'
import { openAiResponse } from './response.ts'
import { openAiStream } from './stream.ts'

export const openaiTranslator: Translator = {
  request: openAiRequest,
  response: openAiResponse,
  stream: openAiStream,
  error: openAiError,
  asEvents: completionAsEvents,
}
