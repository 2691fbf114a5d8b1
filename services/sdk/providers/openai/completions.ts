/** The legacy `/v1/completions` of models that complete text by themselves. */
import { countedUsage } from '../counted-usage.ts'
import { asObject, asString, isObject, objectsOf, omit, parseJson, withoutNulls } from '../json.ts'
import { readParameters, requestHeaders } from '../parameters.ts'
import { chunkUsage, completionsFault, shownModel, textChunk, usageWithNulls } from '../text-completion.ts'
import type { AnswerContext, Json, JsonObject, SseEvent, StreamTranslator, Target, Translator } from '../translator.ts'
import { completionAsEvents } from './as-events.ts'
import { answerFault, openAiError, quotedError, streamFault } from './errors.ts'
import { isOpenAiChat } from './knowledge.ts'
import { mapFinishReason } from './map-finish-reason.ts'
import { profileFor } from './profiles.ts'
import { headersOf } from './request.ts'
import { streamUsage } from './usage.ts'

/** Providers whose models all have this endpoint. */
const completing = new Set(['hosted_vllm', 'text-completion-openai'])

/** Whether LiteLLM asks a model for completions natively: at `openai/`, everything it does not know as a chat model. */
export function completesText({ provider, model, apiBase }: Target): boolean {
  if (provider !== 'openai') return completing.has(provider) && apiBase !== ''
  return !isOpenAiChat(model)
}

const ownParameters = new Set(
  'frequency_penalty logit_bias logprobs max_tokens n presence_penalty seed stop stream stream_options temperature top_p user'.split(
    ' ',
  ),
)

export const completionsTranslator: Translator = {
  asEvents: completionAsEvents,
  request(asked, target) {
    const { openai, insisted, extra } = readParameters(asked, target, ownParameters)
    const sent = target.provider === 'hosted_vllm' ? omit(openai, ['user']) : openai
    const { prompt, extra_body: more, ...rest } = extra
    const base = target.apiBase.replace(/\/+$/, '')
    return {
      url: `${base}/completions`,
      headers: headersOf(target, profileFor(target.provider), requestHeaders(asked)),
      body: {
        model: target.model,
        prompt: Array.isArray(prompt) && prompt.length === 1 && typeof prompt[0] === 'string' ? prompt[0] : prompt,
        ...sent,
        ...insisted,
        ...rest,
        ...asObject(more),
      },
    }
  },
  response(body, asked, target, context) {
    if (body['error'] || !Array.isArray(body['choices'])) throw answerFault(body, target)
    const usage = asObject(body['usage']) ?? {}
    return {
      body: {
        ...body,
        id: body['id'] ?? context.id,
        object: 'text_completion',
        created: body['created'] ?? context.created,
        model: shownModel(asked, body, target),
        choices: objectsOf(body['choices']).map(choice => ({
          ...choice,
          finish_reason: mapFinishReason(choice['finish_reason']),
          index: choice['index'] ?? 0,
          text: choice['text'] ?? null,
          logprobs: logprobsWrittenOut(choice['logprobs']),
        })),
        usage: usageWithNulls(withoutNulls(usage)),
        system_fingerprint: body['system_fingerprint'] ?? null,
      },
      usage: countedUsage(usage),
    }
  },
  stream: (_asked, target, context) => new CompletionStream(target, context),
  error(status, raw, target, streamed) {
    const named = { ...target, provider: 'openai' }
    if (streamed) return completionsFault(openAiError(status, raw, named), true)
    return completionsFault(status < 400 ? openAiError(status, raw, named) : quotedError(status, raw, named), false)
  },
}

function logprobsWrittenOut(given: Json | undefined): Json {
  const told = asObject(given)
  return told ? { text_offset: null, token_logprobs: null, tokens: null, top_logprobs: null, ...told } : null
}

class CompletionStream implements StreamTranslator {
  readonly #target: Target
  readonly #context: AnswerContext
  #id: string
  #usage: JsonObject | undefined
  #finish: Json | undefined
  #done = false
  #hasText = false

  constructor(target: Target, context: AnswerContext) {
    this.#target = target
    this.#context = context
    this.#id = context.id
  }

  get usage() {
    return countedUsage(this.#usage)
  }

  push({ data }: SseEvent): string[] {
    if (this.#done || data.trim() === '') return []
    if (data.trim() === '[DONE]') {
      this.#done = true
      return []
    }
    const chunk = parseJson(data)
    if (!isObject(chunk)) throw streamFault({ message: `Unable to parse stream event: ${data}` }, this.#target)
    if (chunk['error']) throw streamFault(asObject(chunk['error']) ?? { message: chunk['error'] }, this.#target)
    this.#id = asString(chunk['id']) || this.#id
    this.#usage = asObject(chunk['usage']) ?? this.#usage
    return objectsOf(chunk['choices']).flatMap(choice => this.#choice(choice))
  }

  end(): { complete: boolean; frames: string[] } {
    const complete = this.#done || this.#finish !== undefined
    if (!complete) return { complete, frames: [] }
    const { includeUsage } = this.#context
    const finish = { finish_reason: mapFinishReason(this.#finish), index: 0 }
    const counted = streamUsage(this.#usage ?? {}, this.#target.provider, completion =>
      this.#hasText ? { completion_tokens_details: { reasoning_tokens: 0, text_tokens: completion } } : {},
    )
    const frames = [this.#frame(finish), ...(includeUsage ? [this.#frame({ index: 0 }, { usage: counted })] : [])]
    return { complete, frames: [...frames, 'data: [DONE]\n\n'] }
  }

  // The reason is told in a chunk of its own, at the end.
  #choice(choice: JsonObject): string[] {
    this.#finish ??= choice['finish_reason'] ?? undefined
    const text = asString(choice['text'])
    if (!text) return []
    this.#hasText = true
    const rest = withoutNulls(omit(choice, ['index', 'text', 'finish_reason']))
    return [this.#frame({ index: choice['index'] ?? 0, text, ...rest })]
  }

  #frame(choice: JsonObject, usage: JsonObject = chunkUsage(this.#context.includeUsage)): string {
    const { created } = this.#context
    return textChunk({ id: this.#id, created, model: this.#target.group }, choice, usage)
  }
}
