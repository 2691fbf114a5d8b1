/** The Bedrock wire: AWS's Converse, and InvokeModel for Claude and for models that continue a text. */
import { anthropicResponse } from '../anthropic/response.ts'
import type { Target, Translator } from '../translator.ts'
import { bedrockError } from './errors.ts'
import { invokeRequest, invokeStream } from './invoke.ts'
import { converseRequest } from './request.ts'
import { converseResponse } from './response.ts'
import { type BedrockRoute, routeOf } from './route.ts'
import { converseStream } from './stream.ts'
import { text, unreadText } from './text.ts'

const converse = { request: converseRequest, response: converseResponse, stream: converseStream }
const invoke = { request: invokeRequest, response: anthropicResponse, stream: invokeStream }

const wires: Readonly<Record<BedrockRoute, Omit<Translator, 'error'>>> = { converse, invoke, text }
const wireOf = ({ model }: Target): Omit<Translator, 'error'> => wires[routeOf(model)]

export const bedrockTranslator: Translator = {
  framing: 'aws-events',
  request: (chat, target) => wireOf(target).request(chat, target),
  response: (body, chat, target, context) => wireOf(target).response(body, chat, target, context),
  stream: (chat, target, context) => wireOf(target).stream(chat, target, context),
  error: (status, raw, target) =>
    status < 400 && routeOf(target.model) === 'text' ? unreadText(raw, target) : bedrockError(status, raw, target),
  refusal: (_status, raw) => raw,
}
