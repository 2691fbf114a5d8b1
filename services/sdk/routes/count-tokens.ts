/** `POST /v1/messages/count_tokens`: the provider counts where it can be asked, and this worker where none can. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { admitted } from '../admission.ts'
import { anthropicError, type ErrorAnswer, sendAnswer } from '../answers.ts'
import { geminiCount, vertexGeminiCount } from '../bridges/messages/gemini-count.ts'
import { responsesCount } from '../bridges/messages/count-tokens.ts'
import { decline } from '../decline.ts'
import type { Deployment } from '../deployments.ts'
import type { Exchange } from '../exchange.ts'
import type { SdkParts } from '../parts.ts'
import { answerWith, answerWithError, listenersOf, readGuardedBody, recordOf } from '../prepare.ts'
import { countRequest } from '../providers/anthropic/count-tokens.ts'
import { bedrockCount, bedrockCounted } from '../providers/bedrock/count-tokens.ts'
import { localCount, Uncountable } from '../providers/local-count.ts'
import {
  type JsonObject,
  NotServed,
  ProviderFault,
  type ProviderRequest,
  type Target,
} from '../providers/translator.ts'
import { partnerCount } from '../providers/vertex/count-tokens.ts'
import { speechOf } from '../providers/vertex/models.ts'
import { choose, type Router } from '../router/router.ts'
import { runExchange } from '../run-exchange.ts'
import { sendWhole } from '../send-whole.ts'

export function countTokens(app: FastifyInstance, parts: SdkParts, router: Router): void {
  app.post('/v1/messages/count_tokens', (request: FastifyRequest, reply: FastifyReply) => {
    const parsed = readGuardedBody(request.body)
    if ('error' in parsed) return answerWithError(parsed.error, null, request, reply, parts)
    const missing = ['model', 'messages'].find(name => isEmpty(parsed.value[name]))
    if (missing) {
      const answer = anthropicError(400, `${missing} parameter is required`, 'invalid_request_error')
      return answerWithError(answer, null, request, reply, parts)
    }
    const { model } = parsed.value
    if (typeof model !== 'string') {
      const answer = anthropicError(400, 'model: Input should be a valid string', 'invalid_request_error')
      return answerWithError(answer, null, request, reply, parts)
    }
    // LiteLLM asks once, and estimates where that fails: neither retries nor fallbacks.
    const at = { now: Date.now(), draw: parts.random() }
    const choice = choose(model, parts.catalogue, router.cooldowns, new Set(), at)
    const deployment = 'deployment' in choice ? choice.deployment : undefined
    try {
      const counting = deployment && requestOf(parsed.value, deployment.target)
      if (deployment === undefined || counting === undefined) {
        const count = localCount(parsed.value, deployment?.target.model ?? model)
        return answerWithCount(count, model, request, reply, parts)
      }
      answerWithCounting({ body: parsed.value, ...counting }, deployment, request, reply, parts)
    } catch (fault) {
      if (!(fault instanceof NotServed || fault instanceof Uncountable)) throw fault
      decline(reply, `The sdk backend does not count these tokens: ${fault.message}`)
    }
  })
}

const asked = (request: ProviderRequest | undefined): Omit<Counting, 'body'> | undefined =>
  request && { request, source: { litellm_count_source: 'provider' } }

/** How a provider is asked to count; undefined where LiteLLM asks none. */
function requestOf(body: JsonObject, target: Target): Omit<Counting, 'body'> | undefined {
  switch (target.provider) {
    case 'anthropic':
      return asked(countRequest(body, target))
    case 'openai':
      return asked(responsesCount(body, target))
    case 'gemini':
      return asked(geminiCount(body, target))
    case 'vertex_ai':
      return asked(atVertex(body, target))
    case 'bedrock':
      return bedrockCount(body, target)
    default:
      return undefined
  }
}

/** What is to be counted, who is asked, and what the client is told of it. */
interface Counting {
  readonly body: JsonObject
  readonly request: ProviderRequest
  /** Who is asked where the first cannot count. */
  readonly otherwise?: ProviderRequest | undefined
  readonly source: JsonObject
}

/** What is said of a model that is not counted there. */
const cannotCount = [400, 404]

function answerWithCounting(
  counting: Counting,
  deployment: Deployment,
  request: FastifyRequest,
  reply: FastifyReply,
  parts: SdkParts,
): void {
  const { otherwise } = counting
  const { target } = deployment
  const exchange = exchangeFor(counting, deployment, parts)
  if (!otherwise) return answerWith(exchange, target.provider, request, reply, parts)
  const record = recordOf(request, target.provider, parts)
  const second = exchangeFor({ ...counting, request: otherwise }, deployment, parts)
  const failed: Exchange['failed'] = (answer, { status, outcome }) => {
    if (cannotCount.includes(status)) return runExchange(second, reply.raw, record, listenersOf(parts))
    record.finish({ outcome, status, model: target.group, tokens: null })
    sendAnswer(reply.raw, answer)
  }
  reply.hijack()
  runExchange({ ...exchange, failed }, reply.raw, record, listenersOf(parts))
}

function atVertex(body: JsonObject, target: Target): ProviderRequest | undefined {
  switch (speechOf(target.model, target.baseModel, target.apiBase !== '')) {
    case 'claude':
    case 'openai':
      return partnerCount(body, target)
    case 'gemini':
      return vertexGeminiCount(body, target)
    case null:
      throw new NotServed(`a count of ${target.model} at Vertex AI`)
  }
}

/** What a provider has counted; undefined where its answer does not say. */
function counted(answer: JsonObject, { provider }: Target): number | undefined {
  if (provider === 'bedrock') return bedrockCounted(answer)
  return [answer['input_tokens'], answer['totalTokens']].find(count => typeof count === 'number')
}

const estimate = (tokens: number): JsonObject => ({ input_tokens: tokens, litellm_count_source: 'local_estimate' })

function answerWithCount(
  tokens: number,
  model: string,
  request: FastifyRequest,
  reply: FastifyReply,
  parts: SdkParts,
): void {
  reply.hijack()
  recordOf(request, 'none', parts).finish({ outcome: 'ok', status: 200, model, tokens: null })
  sendWhole(reply.raw, 200, {}, estimate(tokens))
}

const isEmpty = (value: unknown): boolean => !value || (Array.isArray(value) && value.length === 0)

function exchangeFor({ body: asked, request, source }: Counting, deployment: Deployment, parts: SdkParts): Exchange {
  const { target, timeoutMs } = deployment
  const { url, headers, body } = request
  const estimated = (): ErrorAnswer => estimatedAnswer(asked, target.model)
  return {
    ...admitted(request, deployment, parts),
    url,
    headers,
    body: JSON.stringify(body),
    streams: false,
    timeoutMs,
    group: target.group,
    answerHeaders: () => ({}),
    whole(answered) {
      const tokens = counted(answered, target)
      const body = tokens === undefined ? (estimated().body as JsonObject) : { input_tokens: tokens, ...source }
      // Counted, not used.
      return { body, usage: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 } }
    },
    openStream: () => {
      throw new TypeError('a count is not streamed')
    },
    refused: estimated,
    unreadable: estimated,
    broken: estimated,
    explain: fault => {
      if (fault instanceof ProviderFault) return estimated()
      throw fault
    },
    errorFrame: () => '',
  }
}

/** What is answered where the provider does not count. */
function estimatedAnswer(asked: JsonObject, model: string): ErrorAnswer {
  try {
    return { status: 200, body: estimate(localCount(asked, model)), fault: 'provider' }
  } catch (fault) {
    if (!(fault instanceof Uncountable)) throw fault
    return anthropicError(500, `The provider did not count the tokens, and here is ${fault.message}.`, 'api_error')
  }
}
