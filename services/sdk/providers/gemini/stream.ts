/** A stream of Gemini as OpenAI's chunks. */
import { ChunkWriter } from '../chunk-writer.ts'
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
  readonly #context: AnswerContext
  readonly #chunks: ChunkWriter
  readonly #asFunction: boolean
  #metadata: JsonObject | undefined
  #grounding: JsonObject[] = []
  #calls = 0
  #plain = true
  #finish: string | undefined
  readonly #tier: string | undefined

  constructor(target: Target, context: AnswerContext, asFunction: boolean) {
    this.#asFunction = asFunction
    this.#context = context
    this.#chunks = new ChunkWriter(target, context)
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
    this.#chunks.id = asString(chunk['responseId']) || this.#chunks.id
    const counted = asObject(chunk['usageMetadata'])
    const candidates = objectsOf(chunk['candidates'])
    const metadata = metadataOf(candidates)
    if (counted) {
      this.#metadata = counted
      this.#grounding = metadata.grounding
    }
    if (isBlocked(chunk)) {
      this.#finish = 'content_filter'
      return this.#chunks.started ? [] : [this.#frame([{ index: 0, delta: this.#chunks.withRole({}) }], {})]
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
    const choice = { index: candidate['index'] ?? place, delta: this.#chunks.withRole(delta), ...logprobs }
    return [{ choice, rich, images: delta['images'] !== undefined }]
  }

  /** LiteLLM tells the tier beside the counts. */
  #served(counted: JsonObject | undefined): JsonObject {
    return counted && this.#tier ? { service_tier: this.#tier } : {}
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
    return this.#chunks.frame({ choices, ...more })
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
