/** `POST /v1/embeddings`. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { answerFor, missingParameter, unknownModel } from '../answers.ts'
import { decline } from '../decline.ts'
import type { SdkParts } from '../parts.ts'
import { answerWith, answerWithError, readGuardedBody } from '../prepare.ts'
import { embeddingsOf, embeddingsTranslator, noEmbeddings } from '../providers/openai/embeddings.ts'
import { ollamaEmbeddings } from '../providers/ollama/embeddings.ts'
import { NotServed } from '../providers/translator.ts'
import { pickDeployment } from '../router.ts'
import { translatedExchange } from '../translated-exchange.ts'
import { namedModel, pathsOf } from './named-model.ts'

export function embeddings(app: FastifyInstance, parts: SdkParts): void {
  const handler = (request: FastifyRequest, reply: FastifyReply): void => {
    const parsed = readGuardedBody(request.body)
    if ('error' in parsed) return answerWithError(parsed.error, null, request, reply, parts)
    const { stream: _, ...asked } = parsed.value
    if ((asked.input ?? null) === null) {
      return answerWithError(missingParameter('/embeddings', 'input'), null, request, reply, parts)
    }
    const model = namedModel(request, asked)
    const name = typeof model === 'string' ? model : ''
    const deployment = pickDeployment(parts.catalogue.find(name), parts.random())
    if (deployment === null) {
      return answerWithError(unknownModel('/embeddings', model), null, request, reply, parts)
    }
    const { target } = deployment
    const where = embeddingsOf(target.provider)
    if (where === 'unknown') return decline(reply, `The sdk backend has no embeddings of ${target.provider}.`)
    try {
      if (where === 'nowhere') throw noEmbeddings(target)
      const translator = target.provider === 'ollama' ? ollamaEmbeddings : embeddingsTranslator
      const call = { body: asked, asked: name, deployment, translator, routed: false }
      const exchange = translatedExchange(call, request, parts)
      answerWith(exchange, target.provider, request, reply, parts)
    } catch (fault) {
      if (fault instanceof NotServed) return decline(reply, fault.message)
      answerWithError(answerFor(fault, target.group), target.group, request, reply, parts)
    }
  }
  for (const path of pathsOf('embeddings')) app.post(path, handler)
}
