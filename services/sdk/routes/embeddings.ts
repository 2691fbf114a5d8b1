/** `POST /v1/embeddings`. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { answerFor, refusedByRouter } from '../answers.ts'
import { answerErrand } from '../attempts.ts'
import type { Errand } from '../errand.ts'
import type { SdkParts } from '../parts.ts'
import { answerWithError, answerWithRefusal, readJsonBody } from '../prepare.ts'
import { cohereEmbeddings } from '../providers/cohere/embeddings.ts'
import { embeddingsOf, embeddingsTranslator, noEmbeddings } from '../providers/openai/embeddings.ts'
import { ollamaEmbeddings } from '../providers/ollama/embeddings.ts'
import { decodeTokens } from '../providers/tokens.ts'
import type { Json, JsonObject, Target, Translator } from '../providers/translator.ts'
import { vertexEmbeddings } from '../providers/vertex/embeddings.ts'
import { type Endpoint, refusalOf } from '../refusals.ts'
import type { Router } from '../router/router.ts'
import { wishesOf } from '../router/settings.ts'
import { translatedExchange } from '../translated-exchange.ts'
import { namedModel, pathsOf } from './named-model.ts'

/** LiteLLM's time for an answer where none is configured, in seconds. */
const usualTimeout = 6000

const endpoint: Endpoint = { path: '/embeddings', required: 'input' }

export function embeddings(app: FastifyInstance, parts: SdkParts, router: Router): void {
  const handler = (request: FastifyRequest, reply: FastifyReply): void => {
    const parsed = readJsonBody(request.body)
    if ('error' in parsed) return answerWithError(parsed.error, null, request, reply, parts)
    const { stream: _, ...body } = parsed.value
    const model = namedModel(request, body)
    const refusal = refusalOf(body, model, endpoint, parts.catalogue)
    if (refusal) return answerWithRefusal(refusal, 'embeddings', request, reply, parts)
    answerErrand(errandFor(body, String(model), request, parts, router), router, request, reply, parts)
  }
  for (const path of pathsOf('embeddings')) app.post(path, handler)
}

function errandFor(body: JsonObject, asked: string, request: FastifyRequest, parts: SdkParts, router: Router): Errand {
  return {
    route: 'embeddings',
    asked,
    body,
    streams: false,
    wishes: wishesOf(body, request.headers, router.settings.fallbacks),
    usualTimeout,
    serves: ({ target }) => target.vertex !== undefined || embeddingsOf(target.provider) !== 'unknown',
    exchangeFor(attempt) {
      const { target } = attempt.deployment
      if (embeddingsOf(target.provider) === 'nowhere') throw noEmbeddings(attempt.body, target)
      const asked = { ...attempt, body: withTexts(attempt.body, attempt.deployment.model) }
      return translatedExchange(asked, { route: 'embeddings', translator: wireOf(target) }, request, parts)
    },
    explain: answerFor,
    refusal: failure => refusedByRouter('openai', failure),
  }
}

/** Whose models LiteLLM hands lists of tokens on to; for all others it makes them text again. */
const takesTokens = /^(?:openai|azure|hosted_vllm|nebius)/

function withTexts(body: JsonObject, model: string): JsonObject {
  const { input } = body
  const [first] = Array.isArray(input) ? input : []
  if (!Array.isArray(input) || !Array.isArray(first) || !Number.isInteger(first[0]) || takesTokens.test(model))
    return body
  return { ...body, input: input.map(tokens => (isTokens(tokens) ? decodeTokens(tokens) : tokens)) }
}

const isTokens = (value: Json): value is number[] =>
  Array.isArray(value) && value.every(item => typeof item === 'number' && Number.isInteger(item))

function wireOf({ vertex, provider }: Target): Translator {
  if (vertex) return vertexEmbeddings
  if (provider === 'cohere' || provider === 'cohere_chat') return cohereEmbeddings
  return provider === 'ollama' ? ollamaEmbeddings : embeddingsTranslator
}
