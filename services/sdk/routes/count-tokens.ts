/** `POST /v1/messages/count_tokens` for models at Anthropic and OpenAI: the provider counts. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { anthropicError, type ErrorAnswer } from '../answers.ts'
import { responsesCount } from '../bridges/messages/count-tokens.ts'
import { decline } from '../decline.ts'
import type { Deployment } from '../deployments.ts'
import type { Exchange } from '../exchange.ts'
import type { SdkParts } from '../parts.ts'
import { answerWith, answerWithError, readGuardedBody } from '../prepare.ts'
import { countRequest, estimatedCount } from '../providers/anthropic/count-tokens.ts'
import { asCount } from '../providers/json.ts'
import { type JsonObject, NotServed, type ProviderRequest, type Target } from '../providers/translator.ts'
import { choose, type Router } from '../router/router.ts'

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
    // LiteLLM asks once, and estimates where that fails: neither retries nor fallbacks.
    const at = { now: Date.now(), draw: parts.random() }
    const choice = choose(typeof model === 'string' ? model : '', parts.catalogue, router.cooldowns, new Set(), at)
    // It estimates with tokenizers of its own for a name it does not know.
    const counts = 'deployment' in choice ? requests[choice.deployment.target.provider] : undefined
    if (!('deployment' in choice) || counts === undefined) {
      return decline(reply, 'The sdk backend counts tokens only for models at Anthropic and OpenAI.')
    }
    try {
      const asked = counts(parsed.value, choice.deployment.target)
      const exchange = exchangeFor(parsed.value, asked, choice.deployment, parts)
      answerWith(exchange, choice.deployment.target.provider, request, reply, parts)
    } catch (fault) {
      if (!(fault instanceof NotServed)) throw fault
      decline(reply, fault.message)
    }
  })
}

/** How a provider is asked to count. */
const requests: Readonly<Record<string, (body: JsonObject, target: Target) => ProviderRequest>> = {
  anthropic: countRequest,
  openai: responsesCount,
}

const isEmpty = (value: unknown): boolean => !value || (Array.isArray(value) && value.length === 0)

function exchangeFor(asked: JsonObject, request: ProviderRequest, deployment: Deployment, parts: SdkParts): Exchange {
  const { target, timeoutMs } = deployment
  const { url, headers, body } = request
  const estimate: ErrorAnswer = { status: 200, body: estimatedCount(asked), fault: 'provider' }
  return {
    session: parts.sessions.sessionFor(url, target.apiKey),
    url,
    headers,
    body: JSON.stringify(body),
    streams: false,
    timeoutMs,
    group: target.group,
    answerHeaders: () => ({}),
    whole: answered => ({
      body:
        typeof answered.input_tokens === 'number'
          ? { input_tokens: asCount(answered.input_tokens), litellm_count_source: 'provider' }
          : estimatedCount(asked),
      // Counted, not used.
      usage: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
    }),
    openStream: () => {
      throw new TypeError('a count is not streamed')
    },
    refused: () => estimate,
    unreadable: () => estimate,
    broken: () => estimate,
    explain: fault => {
      throw fault
    },
    errorFrame: () => '',
  }
}
