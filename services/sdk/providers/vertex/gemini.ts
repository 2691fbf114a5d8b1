/** Gemini at Vertex AI: Google's models under a project, with an access token instead of a key. */
import type { CachePlace } from '../gemini/caching.ts'
import { type Flavour, geminiBody } from '../gemini/request.ts'
import { geminiResponse } from '../gemini/response.ts'
import { geminiAsEvents, geminiStream } from '../gemini/stream.ts'
import { requestHeaders } from '../parameters.ts'
import { type JsonObject, ProviderFault, type ProviderRequest, type Target, type Translator } from '../translator.ts'
import { cachesUrl, placeOf, vertexUrl } from './address.ts'
import { geminiFault, renamed } from './errors.ts'
import { textsOf } from './labels.ts'
import { flavourOf } from './models.ts'

function geminiRequest(chat: JsonObject, target: Target): ProviderRequest {
  const { labels: own, ...rest } = chat
  const headers = { 'content-type': 'application/json', ...target.headers, ...requestHeaders(chat) }
  const flavour: Flavour = {
    ...flavourOf(target.model),
    cachePlace: () => cachePlaceOf(target),
    fault: (status, raw) => geminiFault(status, raw, target),
  }
  const { body, streams } = geminiBody(rest, target, flavour, headers)
  const labels = textsOf(own ?? target.defaults['labels']) ?? textsOf(chat['metadata'])
  const method = streams ? 'streamGenerateContent' : 'generateContent'
  return {
    url: vertexUrl(target, { resource: resourceOf(target.model), method, streams }),
    headers,
    body: labels ? { ...body, labels } : body,
  }
}

/** Where a deployment's model counts. */
export const countUrl = (target: Target): string =>
  vertexUrl(target, { resource: resourceOf(target.model), method: 'countTokens', streams: false })

function cachePlaceOf(target: Target): CachePlace {
  const model = `${placeOf(target)}/publishers/google/models/${target.model}`
  return { url: cachesUrl(target), model }
}

// A fine-tuned model is an endpoint with a number.
function resourceOf(model: string): string {
  const name = model.includes('gemini/') ? (model.split('/').at(-1) ?? '') : model
  return /^\d+$/.test(name) ? `endpoints/${name}` : `publishers/google/models/${name}`
}

export const vertexGemini: Translator = {
  request: geminiRequest,
  response(...given) {
    try {
      return geminiResponse(...given)
    } catch (fault) {
      throw fault instanceof ProviderFault ? renamed(fault, given[2]) : fault
    }
  },
  stream: geminiStream,
  asEvents: geminiAsEvents,
  error: geminiFault,
}
