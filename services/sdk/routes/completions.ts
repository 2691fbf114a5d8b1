/** `POST /v1/completions`, OpenAI's legacy endpoint: natively where the model completes text, else through chat. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { answerFor, type ErrorAnswer, missingParameter, openaiError, unknownModelMessage } from '../answers.ts'
import { decline } from '../decline.ts'
import type { SdkParts } from '../parts.ts'
import { answerWith, answerWithError, readGuardedBody } from '../prepare.ts'
import { completesText, completionsTranslator } from '../providers/openai/completions.ts'
import { translatorFor } from '../providers/registry.ts'
import { throughChat } from '../providers/text-completion.ts'
import type { Target, Translator } from '../providers/translator.ts'
import { pickDeployment } from '../router.ts'
import { translatedExchange } from '../translated-exchange.ts'
import { namedModel, pathsOf } from './named-model.ts'

export function completions(app: FastifyInstance, parts: SdkParts): void {
  const handler = (request: FastifyRequest, reply: FastifyReply): void => {
    const parsed = readGuardedBody(request.body)
    if ('error' in parsed) return answerWithError(parsed.error, null, request, reply, parts)
    const asked = parsed.value
    if ((asked.prompt ?? null) === null) {
      return answerWithError(missingParameter('/completions', 'prompt'), null, request, reply, parts)
    }
    const model = namedModel(request, asked)
    const name = typeof model === 'string' ? model : ''
    const deployment = pickDeployment(parts.catalogue.find(name), parts.random())
    if (deployment === null) return answerWithError(unknownHere(model), null, request, reply, parts)
    const { target } = deployment
    const translator = translatorOf(target)
    if (translator === null) return decline(reply, `The sdk backend does not speak to ${target.provider} yet.`)
    try {
      const call = { body: asked, asked: name, deployment, translator, routed: false }
      const exchange = translatedExchange(call, request, parts)
      answerWith(exchange, target.provider, request, reply, parts)
    } catch (fault) {
      answerWithError(answerFor(fault, target.group), target.group, request, reply, parts)
    }
  }
  for (const path of pathsOf('completions')) app.post(path, handler)
}

function translatorOf(target: Target): Translator | null {
  if (completesText(target)) return completionsTranslator
  // Its chats are no bodies of OpenAI's that a text could be asked by.
  if (target.provider === 'bedrock') return null
  const chat = translatorFor(target.provider)
  return chat && throughChat(chat)
}

/** LiteLLM shows its own exception here. */
function unknownHere(model: unknown): ErrorAnswer {
  return openaiError(400, `400: {'error': '${unknownModelMessage('/completions', model)}'}`, 'None', 'None')
}
