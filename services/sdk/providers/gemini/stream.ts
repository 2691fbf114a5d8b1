/** A stream of Gemini as OpenAI's chunks. */
import { asObject, asString, isObject, objectsOf, parseJson } from '../json.ts'
import type {
  AnswerContext,
  Json,
  JsonObject,
  SseEvent,
  StreamEnd,
  StreamTranslator,
  Target,
  TokenUsage,
} from '../translator.ts'
import { malformedEvent, streamFault } from './errors.ts'
import { metadataOf } from './grounding.ts'
import { mapFinishReason } from './map-finish-reason.ts'
import { asksForFunctions, callFields, type Message, readParts } from './parts.ts'
import { isBlocked, logprobsOf } from './response.ts'
import { answerUsage, billedTier, servedTier, tokenUsage } from './usage.ts'

/** A whole answer has the shape of a piece of a stream. */
export const geminiAsEvents = (body: JsonObject): SseEvent[] => [{ event: '', data: JSON.stringify(body) }]

/** Begins to translate a stream. */
export function geminiStream(chat: JsonObject, target: Target, context: AnswerContext): StreamTranslator {
  return new GeminiStream(target, context, asksForFunctions(chat))
}

class GeminiStream implements StreamTranslator {
  readonly #target: Target
  readonly #context: AnswerContext
  readonly #asFunction: boolean
  #id: string
  #metadata: JsonObject | undefined
  #grounding: JsonObject[] = []
  #calls = 0
  #started = false
  #plain = true
  #finish: string | undefined
  readonly #tier: string | undefined

  constructor(target: Target, context: AnswerContext, asFunction: boolean) {
    this.#asFunction = asFunction
    this.#target = target
    this.#context = context
    this.#id = context.id
    this.#tier = servedTier(context)
  }

  get usage(): TokenUsage {
    return { ...tokenUsage(this.#metadata, this.#grounding), ...billedTier(this.#tier) }
  }

  push(event: SseEvent): string[] {
    if (event.data.trim() === '') return []
    const chunk = parseJson(event.data)
    if (!isObject(chunk)) throw malformedEvent(event.data)
    if (chunk['error']) {
      const error = asObject(chunk['error'])
      throw error ? streamFault(error) : malformedEvent(asString(chunk['error']) ?? '')
    }
    return this.#chunk(chunk)
  }

  end(): StreamEnd {
    if (this.#finish === undefined) return { complete: false, frames: [] }
    const last = { index: 0, delta: {}, finish_reason: this.#finish }
    const counted = { usage: this.#usage(), ...this.#served(this.#metadata) }
    const usage = this.#context.includeUsage ? [this.#frame([{ index: 0, delta: {} }], counted)] : []
    return { complete: true, frames: [this.#frame([last], {}), ...usage, 'data: [DONE]\n\n'] }
  }

  #chunk(chunk: JsonObject): string[] {
    this.#id = asString(chunk['responseId']) || this.#id
    const counted = asObject(chunk['usageMetadata'])
    const candidates = objectsOf(chunk['candidates'])
    const metadata = metadataOf(candidates)
    if (counted) {
      this.#metadata = counted
      this.#grounding = metadata.grounding
    }
    if (isBlocked(chunk)) {
      this.#finish = 'content_filter'
      return this.#started ? [] : [this.#frame([{ index: 0, delta: this.#withRole({}) }], {})]
    }
    const told = candidates.flatMap((candidate, place) => this.#choice(candidate, place))
    if (told.length === 0) return []
    const [first] = told
    const rich = told.length > 1 || first?.rich === true
    if (rich) this.#plain = false
    const lists = rich && first?.images !== true ? listsOf(metadata) : {}
    return [
      this.#frame(
        told.map(({ choice }) => choice),
        { ...lists, ...this.#served(counted) },
      ),
    ]
  }

  #choice(candidate: JsonObject, place: number): { choice: JsonObject; rich: boolean; images: boolean }[] {
    const message = readParts(candidate, this.#context, this.#calls)
    this.#calls += message?.calls.length ?? 0
    const native = candidate['finishReason'] ?? undefined
    if (native !== undefined && this.#finish === undefined) {
      const mapped = mapFinishReason(native)
      this.#finish = mapped === 'stop' && this.#calls > 0 && !this.#asFunction ? 'tool_calls' : mapped
    }
    const logprobs = logprobsOf(candidate)
    const delta = message ? deltaOf(message, this.#asFunction) : {}
    const rich = Object.keys(delta).some(key => key !== 'content') || 'logprobs' in logprobs
    if (!rich && delta['content'] === undefined) return []
    const choice = { index: candidate['index'] ?? place, delta: this.#withRole(delta), ...logprobs }
    return [{ choice, rich, images: delta['images'] !== undefined }]
  }

  /** LiteLLM tells the tier beside the counts. */
  #served(counted: JsonObject | undefined): JsonObject {
    return counted && this.#tier ? { service_tier: this.#tier } : {}
  }

  #withRole(delta: JsonObject): JsonObject {
    const role: JsonObject = this.#started ? {} : { role: 'assistant' }
    this.#started = true
    return { ...delta, ...role }
  }

  // LiteLLM counts a stream of nothing but text anew and finds no reasoning in it.
  #usage(): JsonObject {
    const cost = this.#context.priceOf?.(this.usage)
    const usage: JsonObject = {
      ...answerUsage(this.#metadata ?? {}, this.#grounding),
      ...(cost === undefined ? {} : { cost }),
    }
    if (!this.#plain) return usage
    const details = asObject(usage['completion_tokens_details'])
    return { ...usage, completion_tokens_details: { reasoning_tokens: 0, ...details } }
  }

  #frame(choices: JsonObject[], more: JsonObject): string {
    const chunk = {
      id: this.#id,
      object: 'chat.completion.chunk',
      created: this.#context.created,
      model: this.#target.group,
      choices,
      ...more,
    }
    return `data: ${JSON.stringify(chunk)}\n\n`
  }
}

function deltaOf(message: Message, asFunction: boolean): JsonObject {
  const { content, reasoning, calls, images, annotations, fields } = message
  return {
    ...(reasoning === undefined ? {} : { reasoning_content: reasoning }),
    ...(content === undefined ? {} : { content }),
    ...callFields(calls, asFunction),
    ...(images.length > 0 ? { images } : {}),
    ...(annotations.length > 0 ? { annotations } : {}),
    ...(Object.keys(fields).length > 0 ? { provider_specific_fields: fields } : {}),
  }
}

function listsOf({ grounding, urls, safety, citations }: ReturnType<typeof metadataOf>): Record<string, Json> {
  return {
    vertex_ai_grounding_metadata: grounding,
    vertex_ai_url_context_metadata: urls,
    vertex_ai_safety_ratings: safety,
    vertex_ai_safety_results: safety,
    vertex_ai_citation_metadata: citations,
  }
}
