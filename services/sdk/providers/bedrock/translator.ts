/** The Bedrock wire: AWS's Converse, and InvokeModel for Claude. */
import { anthropicResponse } from '../anthropic/response.ts'
import type { Target, Translator } from '../translator.ts'
import { bedrockError } from './errors.ts'
import { invokeRequest, invokeStream } from './invoke.ts'
import { converseRequest } from './request.ts'
import { converseResponse } from './response.ts'
import { routeOf } from './route.ts'
import { converseStream } from './stream.ts'

const converse = { request: converseRequest, response: converseResponse, stream: converseStream }
const invoke = { request: invokeRequest, response: anthropicResponse, stream: invokeStream }

const wireOf = ({ model }: Target): Omit<Translator, 'error'> => (routeOf(model) === 'converse' ? converse : invoke)

export const bedrockTranslator: Translator = {
  framing: 'aws-events',
  request: (chat, target) => wireOf(target).request(chat, target),
  response: (body, chat, target, context) => wireOf(target).response(body, chat, target, context),
  stream: (chat, target, context) => wireOf(target).stream(chat, target, context),
  error: bedrockError,
}
