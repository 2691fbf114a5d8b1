/** The Gemini wire: Google AI Studio's generateContent. */
import type { Translator } from '../translator.ts'
import { geminiError } from './errors.ts'
import { geminiRequest } from './request.ts'
import { geminiResponse } from './response.ts'
import { geminiAsEvents, geminiStream } from './stream.ts'

export const geminiTranslator: Translator = {
  request: geminiRequest,
  response: geminiResponse,
  stream: geminiStream,
  error: geminiError,
  asEvents: geminiAsEvents,
}
