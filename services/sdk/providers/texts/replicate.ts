/** Replicate: a prediction is asked for and made meanwhile; a stream is what each look at it finds new. */
import { asObject, asString, omit, parseJson } from '../json.ts'
import { faultByStatus, jsonFault, litellmFault } from '../litellm-errors.ts'
import { ownCounts } from '../plain/counts.ts'
import { promptFor, wordsOf } from '../plain/prompt.ts'
import type { Piece } from '../plain/stream.ts'
import { plainTranslator, renamed, same } from '../plain/wire.ts'
import { readMessages } from '../parameters.ts'
import { pythonRepr } from '../python-text.ts'
import { type Json, type JsonObject, type Polling, ProviderFault, type Target, type Translator } from '../translator.ts'

const names = { ...same('temperature top_p'), stop: 'stop_sequences' }
const publicBase = 'https://api.replicate.com/v1'

export const replicateTranslator: Translator = plainTranslator({
  takes: 'stream temperature max_tokens top_p stop seed tools tool_choice functions function_call',
  headers: ({ apiKey }) => ({ authorization: `Token ${apiKey ?? 'None'}` }),
  request({ messages, target, openai, own, streams }) {
    const { max_tokens: limit } = openai
    const { system, others } = parted(messages, own)
    const input: JsonObject = {
      prompt: promptFor(target.model, others),
      ...(system ? { system_prompt: wordsOf(system['content']) } : {}),
      stream: streams,
      ...renamed(openai, names),
      ...(limit === undefined ? {} : { [limitName(target.model)]: limit }),
      ...omit(own, ['supports_system_prompt']),
    }
    const { path, version } = placeOf(target.model)
    const body = { input, ...(version === undefined ? {} : { version }) }
    return {
      url: `${target.apiBase.replace(/\/+$/, '')}/${path}`,
      body,
      polling: pollingOf(target, streams),
      ...(streams ? { framing: 'ndjson' as const } : {}),
    }
  },
  answer(body, chat, target) {
    if (body['status'] !== 'succeeded') {
      throw refused(422, `LiteLLM Error - prediction not succeeded - ${pythonRepr(body)}`, target)
    }
    const content = textOf(body['output']) || ' '
    const { others } = parted(readMessages(chat), { ...target.defaults, ...chat })
    return { message: { content }, counts: ownCounts({ messages: [...others] }, content, target.model) }
  },
  read: (_chat, target) => newWords(target),
  error: refused,
  notJson: (raw, target) => litellmFault('APIError', 500, `ReplicateException - ${raw}`, target),
})

/** The first words of the system go apart where the model is said to take them so. */
function parted(messages: readonly JsonObject[], own: JsonObject): { system?: JsonObject; others: JsonObject[] } {
  const system = own['supports_system_prompt'] ? messages.find(({ role }) => role === 'system') : undefined
  return { ...(system ? { system } : {}), others: messages.filter(message => message !== system) }
}

const limitName = (model: string): string => {
  if (model.includes('vicuna') || model.includes('flan')) return 'max_length'
  return model.includes('meta/codellama-13b') ? 'max_tokens' : 'max_new_tokens'
}

/** Where a prediction is asked for: of a model, of a deployment of one's own, or of a version of a model. */
function placeOf(model: string): { path: string; version?: string } {
  const version = model.split(':')[1]
  if (version !== undefined) return { path: 'predictions', version }
  if (model.includes('deployments')) return { path: `deployments/${model.replace('deployments/', '')}/predictions` }
  return { path: `models/${model}/predictions` }
}

function pollingOf(target: Target, streams: boolean): Polling {
  return {
    place: created => predictionAt(created, target),
    pauseMs: round => (streams ? 500 : 1000 + 2000 * round),
    looks: 5,
    isLast: (status, text) => {
      const done = asString(asObject(parseJson(text))?.['status'])
      if (streams) return done !== undefined && ['succeeded', 'failed', 'canceled'].includes(done)
      return status !== 200 || (done !== 'processing' && done !== 'starting')
    },
    givenUp: () => refused(500, 'No response received from Replicate API after max retries', target),
  }
}

/** The prediction's address, behind the deployment's own where that stands for Replicate: the key goes nowhere else. */
function predictionAt(created: string, target: Target): string {
  const said = asObject(parseJson(created))
  const place = asString(asObject(said?.['urls'])?.['get'])
  const base = target.apiBase.replace(/\/+$/, '')
  if (place?.startsWith(`${publicBase}/`)) return base + place.slice(publicBase.length)
  if (place !== undefined && URL.canParse(place) && new URL(place).origin === new URL(base).origin) return place
  if (said === undefined) throw litellmFault('APIError', 500, `ReplicateException - ${jsonFault}`, target)
  throw refused(400, `LiteLLM Error - prediction url is None - ${pythonRepr(said)}`, target)
}

function textOf(output: Json | undefined): string {
  if (Array.isArray(output)) return output.map(part => asString(part) ?? '').join('')
  return asString(output) ?? ''
}

/** Every look tells the whole text so far. */
function newWords(target: Target): (event: JsonObject) => Piece {
  let known = 0
  return event => {
    const { status, output, error } = event
    if (status === 'failed') throw failed(asString(error) ?? pythonRepr(error ?? null), target)
    const text = textOf(output)
    const piece = { text: text.slice(known) }
    known = Math.max(known, text.length)
    return status === 'succeeded' ? { ...piece, finish: 'stop' } : piece
  }
}

/** A prediction that fails while it is told: LiteLLM's router is past. */
function failed(why: string, target: Target): ProviderFault {
  const { message, status, litellmClass } = refused(400, `Error: ${why}`, target)
  return new ProviderFault(message, { status, litellmClass, type: null })
}

const unprocessable = 'UnprocessableEntityError'

function refused(status: number, raw: string, target: Target): ProviderFault {
  const told = `ReplicateException - ${raw}`
  if (raw.includes('Incorrect authentication token')) return litellmFault('AuthenticationError', 401, told, target)
  if (raw.includes('input is too long')) {
    return litellmFault('ContextWindowExceededError', 400, `litellm.BadRequestError: ${told}`, target)
  }
  if (raw.includes('Request was throttled')) return litellmFault('RateLimitError', 429, told, target)
  if (status === 422) return litellmFault(unprocessable, 422, told, target)
  if (status === 500) return litellmFault('ServiceUnavailableError', 503, told, target)
  if (status === 413) return litellmFault('BadRequestError', 413, told, target)
  return [400, 401, 408, 429].includes(status)
    ? faultByStatus(status, told, target)
    : litellmFault('APIError', 500, told, target)
}
