/** The Bedrock wire: AWS's Converse, and InvokeModel for Claude and for models that continue a text. */
import { anthropicResponse } from '../anthropic/response.ts'
import { jsonFault, litellmFault } from '../litellm-errors.ts'
import type { ProviderFault, Target, Translator } from '../translator.ts'
import { bedrockError } from './errors.ts'
import { invokeRequest, invokeStream } from './invoke.ts'
import { novaRequest, novaResponse, novaStream } from './nova.ts'
import { importedOpenAi, moonshotOpenAi, unreadForm } from './openai-form.ts'
import { converseRequest } from './request.ts'
import { converseResponse } from './response.ts'
import { type BedrockRoute, routeOf } from './route.ts'
import { converseStream } from './stream.ts'
import { text, unreadText } from './text.ts'
import { unknown } from './unknown.ts'

const converse = { request: converseRequest, response: converseResponse, stream: converseStream }
const invoke = { request: invokeRequest, response: anthropicResponse, stream: invokeStream }

const nova = { request: novaRequest, response: novaResponse, stream: novaStream }

const wires: Readonly<Record<BedrockRoute, Omit<Translator, 'error'>>> = {
  converse,
  imported: importedOpenAi,
  invoke,
  moonshot: moonshotOpenAi,
  nova,
  text,
  unknown,
}

const wireOf = ({ model }: Target): Omit<Translator, 'error'> => wires[routeOf(model)]

export const bedrockTranslator: Translator = {
  framing: 'aws-events',
  request: (chat, target) => wireOf(target).request(chat, target),
  response: (body, chat, target, context) => wireOf(target).response(body, chat, target, context),
  stream: (chat, target, context, framing) => wireOf(target).stream(chat, target, context, framing),
  error: (status, raw, target) =>
    (status < 400 ? unread[routeOf(target.model)]?.(raw, target) : undefined) ?? bedrockError(status, raw, target),
  refusal: (_status, raw) => raw,
}

/** What is said of an answer that is no JSON, by those who say something of their own. */
const unread: Partial<Record<BedrockRoute, (raw: string, target: Target) => ProviderFault>> = {
  invoke(raw, target) {
    const told = `Unable to get json response - ${jsonFault}, Original Response: ${raw}`
    return litellmFault('APIConnectionError', 500, `BedrockException - ${told}`, target)
  },
  imported: unreadForm,
  moonshot: unreadForm,
  text: unreadText,
}
