/** `POST /v1/completions`, OpenAI's legacy endpoint: natively where the model completes text, else through chat. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { answerFor, openaiError, refusedByRouter } from '../answers.ts'
import { answerErrand } from '../attempts.ts'
import { chatWire, isOverResponses } from '../bridges/chat/wire.ts'
import type { Errand } from '../errand.ts'
import type { SdkParts } from '../parts.ts'
import { answerWithError, answerWithRefusal, readJsonBody } from '../prepare.ts'
import { completesText, completionsTranslator } from '../providers/openai/completions.ts'
import { chatsAlone, translatorOf } from '../providers/registry.ts'
import { throughChat } from '../providers/text-completion.ts'
import type { JsonObject, Target } from '../providers/translator.ts'
import { type Endpoint, refusalOf } from '../refusals.ts'
import type { Router } from '../router/router.ts'
import { wishesOf } from '../router/settings.ts'
import { translatedExchange, type Way } from '../translated-exchange.ts'
import { namedModel, pathsOf } from './named-model.ts'

/** LiteLLM's time for an answer where none is configured, in seconds. */
const usualTimeout = 6000

const endpoint: Endpoint = {
  path: '/completions',
  required: 'prompt',
  // LiteLLM shows its own exception here.
  refuse: message => openaiError(400, `400: {'error': '${message}'}`, 'None', 'None'),
}

export function completions(app: FastifyInstance, parts: SdkParts, router: Router): void {
  const handler = (request: FastifyRequest, reply: FastifyReply): void => {
    const parsed = readJsonBody(request.body)
    if ('error' in parsed) return answerWithError(parsed.error, null, request, reply, parts)
    const model = namedModel(request, parsed.value)
    const refusal = refusalOf(parsed.value, model, endpoint, parts.catalogue)
    if (refusal) return answerWithRefusal(refusal, 'completions', request, reply, parts)
    answerErrand(errandFor(parsed.value, String(model), request, parts, router), router, request, reply, parts)
  }
  for (const path of pathsOf('completions')) app.post(path, handler)
}

function errandFor(body: JsonObject, asked: string, request: FastifyRequest, parts: SdkParts, router: Router): Errand {
  return {
    route: 'completions',
    asked,
    body,
    streams: body.stream === true,
    wishes: wishesOf(body, request.headers, router.settings.fallbacks),
    usualTimeout,
    serves: ({ target }) => wayOf(target) !== null,
    exchangeFor(attempt) {
      const way = wayOf(attempt.deployment.target, attempt.body)
      if (way === null) throw new Error('a deployment that is not served was chosen')
      return translatedExchange(attempt, way, request, parts)
    },
    explain: answerFor,
    refusal: failure => refusedByRouter('openai', failure, failure.status === null ? 'None' : null),
  }
}

/** The way to a deployment; `body` where there is one to be asked. */
function wayOf(target: Target, body?: JsonObject): Way | null {
  if (completesText(target)) return { route: 'completions', translator: completionsTranslator, native: true }
  // Codestral fills in the middle when it is asked for a text.
  if (chatsAlone(target.provider) || (target.vertex && target.model.includes('codestral'))) return null
  const chat = body ? chatWire(body, target) : translatorOf(target)
  if (chat === null) return null
  const over = isOverResponses(chat)
  const translator = throughChat(chat, { raw: over })
  return { route: 'completions', translator, ...(over ? { over: 'responses' } : {}) }
}
