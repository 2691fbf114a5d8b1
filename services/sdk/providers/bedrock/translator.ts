/** The Bedrock wire: AWS's Converse. */
import type { Translator } from '../translator.ts'
import { bedrockError } from './errors.ts'
import { converseRequest } from './request.ts'
import { converseResponse } from './response.ts'
import { converseStream } from './stream.ts'

export const bedrockTranslator: Translator = {
  framing: 'aws-events',
  request: converseRequest,
  response: converseResponse,
  stream: converseStream,
  error: bedrockError,
}
