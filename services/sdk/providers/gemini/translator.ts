/** The Gemini wire: Google AI Studio's generateContent. */
import type { Translator } from '../translator.ts'
import { geminiError } from './errors.ts'
import { geminiRequest } from './request.ts'
import { geminiResponse } from './response.ts'
import { geminiStream } from './stream.ts'

export const geminiTranslator: Translator = {
  request: geminiRequest,
  response: geminiResponse,
  stream: geminiStream,
  error: geminiError,
  // A whole answer has the shape of a piece of a stream.
  asEvents: body => [{ event: '', data: JSON.stringify(body) }],
}
