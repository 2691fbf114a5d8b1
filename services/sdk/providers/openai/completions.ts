/** The legacy `/v1/completions` of models that complete text by themselves. */
import { countedUsage } from '../counted-usage.ts'
import { asObject, asString, isObject, objectsOf, omit, parseJson, withoutNulls } from '../json.ts'
import { litellmFault } from '../litellm-errors.ts'
import { readParameters, requestHeaders } from '../parameters.ts'
import { chunkUsage, shownModel, textChunk, unmappedPrompt, usageWithNulls } from '../text-completion.ts'
import { completionsFault, untyped } from '../text-completion-faults.ts'
import {
  type AnswerContext,
  type Json,
  type JsonObject,
  NotServed,
  type SseEvent,
  type StreamTranslator,
  type Target,
  type Translator,
} from '../translator.ts'
import { completionAsEvents } from './as-events.ts'
import { answerFault, openAiError, quotedError, streamFault } from './errors.ts'
import { fireworksExtras, fireworksName } from './fireworks.ts'
import { isOpenAiChat } from './knowledge.ts'
import { mapFinishReason } from './map-finish-reason.ts'
import { profileFor } from './profiles.ts'
import { grantOf, headersOf } from './request.ts'
import { streamUsage } from './usage.ts'

/** Providers whose models all have this endpoint. */
const completing = new Set(
  (
    'text-completion-openai hosted_vllm together_ai fireworks_ai meta_llama llamafile featherless_ai nebius dashscope ' +
    'qwencloud qwen_ai_platform modelscope moonshot publicai synthetic tensormesh apertis nano-gpt poe chutes v0 ' +
    'lambda_ai hyperbolic wandb'
  ).split(' '),
)

/** Models that complete texts only: LiteLLM has another name for their provider. */
const instructs = /^(?:gpt-3\.5-turbo-instruct|davinci-002|babbage-002|ft:(?:davinci|babbage)-002)/

/** Whether LiteLLM asks a model for completions natively: at `openai/`, everything it does not know as a chat model. */
export function completesText({ provider, model, apiBase }: Target): boolean {
  if (provider !== 'openai') return completing.has(provider) && apiBase !== ''
  return !isOpenAiChat(model)
}

/** Whose users are told. */
const takesUser = new Set(['openai', 'text-completion-openai', 'fireworks_ai'])

const isNumber = (item: Json): boolean => typeof item === 'number'

/** Texts and tokens are prompts; Together takes one only, and for Fireworks some of chat's parameters are renamed. */
function checkPrompt(prompt: Json | undefined, asked: JsonObject, target: Target): void {
  const list = Array.isArray(prompt) ? prompt : [prompt ?? null]
  const texts = list.every(item => typeof item === 'string')
  const tokens =
    Array.isArray(prompt) && list.every(item => isNumber(item) || (Array.isArray(item) && item.every(isNumber)))
  if (list.length === 0 || !(texts || tokens)) throw unmappedPrompt(prompt)
  if (target.provider === 'together_ai' && texts && list.length > 1) {
    const told = 'InternalServerError: Together_aiException - TogetherAI does not support multiple prompts.'
    throw litellmFault('InternalServerError', 500, told, target)
  }
  const renamed = ['max_completion_tokens', 'response_format'].some(name => (asked[name] ?? null) !== null)
  if (target.provider === 'fireworks_ai' && renamed) {
    throw new NotServed('the sdk backend does not ask Fireworks for texts by the parameters of chats')
  }
}

const ownParameters = new Set(
  'frequency_penalty logit_bias logprobs max_tokens n presence_penalty seed stop stream stream_options temperature top_p user'.split(
    ' ',
  ),
)

export const completionsTranslator: Translator = {
  asEvents: completionAsEvents,
  request(asked, target) {
    const named = instructs.test(target.model) ? { ...target, provider: 'text-completion-openai' } : target
    const { openai, insisted, extra } = untyped(() => readParameters(asked, named, ownParameters))
    const { provider } = target
    const sent = takesUser.has(provider) ? openai : omit(openai, ['user'])
    checkPrompt(extra['prompt'], asked, target)
    const { prompt, extra_body: more, ...rest } = extra
    const base = target.apiBase.replace(/\/+$/, '')
    return {
      url: `${base}/completions`,
      headers: headersOf(target, profileFor(target.provider), requestHeaders(asked)),
      ...grantOf(target),
      body: {
        model: provider === 'fireworks_ai' ? fireworksName(target.model) : target.model,
        prompt: Array.isArray(prompt) && prompt.length === 1 && typeof prompt[0] === 'string' ? prompt[0] : prompt,
        ...sent,
        ...insisted,
        ...(provider === 'fireworks_ai' ? fireworksExtras(rest, sent, target.model) : rest),
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
