/** `POST /v1/embeddings`. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { answerFor, refusedByRouter } from '../answers.ts'
import { answerErrand } from '../attempts.ts'
import type { Errand } from '../errand.ts'
import { decline } from '../decline.ts'
import type { SdkParts } from '../parts.ts'
import { answerWithError, answerWithRefusal, readJsonBody } from '../prepare.ts'
import { bedrockEmbeddings } from '../providers/bedrock/embeddings.ts'
import { cohereEmbeddings } from '../providers/cohere/embeddings.ts'
import { gigachatEmbeddings } from '../providers/gigachat/embeddings.ts'
import { embeddingsOf, embeddingsTranslator, noEmbeddings } from '../providers/openai/embeddings.ts'
import { takesTokens, textOfTokens } from '../providers/token-text.ts'
import { ociEmbeddings } from '../providers/oci/embeddings.ts'
import { ollamaEmbeddings } from '../providers/ollama/embeddings.ts'
import type { JsonObject, Target, Translator } from '../providers/translator.ts'
import { tritonEmbeddings } from '../providers/texts/triton-embeddings.ts'
import { vertexEmbeddings } from '../providers/vertex/embeddings.ts'
import { watsonxEmbeddings } from '../providers/watsonx/embeddings.ts'
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
    const asked = withTexts(body, parts)
    if (asked === null) return decline(reply, 'The sdk backend cannot make text of these tokens.')
    answerErrand(errandFor(asked, String(model), request, parts, router), router, request, reply, parts)
  }
  for (const path of pathsOf('embeddings')) app.post(path, handler)
}

/**
 * The body with text in the place of tokens, where the provider takes only text; null for tokens that are none. LiteLLM
 * looks at the first deployment of a group only.
 */
function withTexts(body: JsonObject, { config }: SdkParts): JsonObject | null {
  const { input, model: group } = body
  if (!Array.isArray(input) || !Array.isArray(input[0]) || typeof input[0][0] !== 'number') return body
  const model = config.model_list.find(({ model_name: name }) => name === group)?.litellm_params.model
  if (model === undefined || takesTokens(model)) return body
  const texts = input.map(tokens => (Array.isArray(tokens) ? textOfTokens(tokens) : null))
  return texts.every(text => text !== null) ? { ...body, input: texts } : null
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
      return translatedExchange(attempt, { route: 'embeddings', translator: wireOf(target) }, request, parts)
    },
    explain: answerFor,
    refusal: failure => refusedByRouter('openai', failure),
  }
}

/** The wires that are not OpenAI's. */
const wires: Readonly<Record<string, Translator>> = {
  bedrock: bedrockEmbeddings,
  cohere: cohereEmbeddings,
  cohere_chat: cohereEmbeddings,
  gigachat: gigachatEmbeddings,
  oci: ociEmbeddings,
  ollama: ollamaEmbeddings,
  triton: tritonEmbeddings,
  watsonx: watsonxEmbeddings,
}

function wireOf({ vertex, provider }: Target): Translator {
  if (vertex) return vertexEmbeddings
  return (Object.hasOwn(wires, provider) ? wires[provider] : undefined) ?? embeddingsTranslator
}
