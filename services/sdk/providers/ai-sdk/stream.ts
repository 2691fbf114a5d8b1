/** The parts of an AI SDK stream (LanguageModelV3StreamPart) as chunks of a chat completion. */
import { ChunkWriter } from '../chunk-writer.ts'
import { asString, isObject, parseJson } from '../json.ts'
import { litellmFault } from '../litellm-errors.ts'
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
import { finishOf, toldUsage, usageOf } from './answer.ts'

export class AiSdkStream implements StreamTranslator {
  readonly #target: Target
  readonly #context: AnswerContext
  readonly #chunks: ChunkWriter
  readonly #calls: string[] = []
  #finish: string | null = null
  #usage: TokenUsage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }

  constructor(target: Target, context: AnswerContext) {
    this.#target = target
    this.#context = context
    this.#chunks = new ChunkWriter(target, context)
  }

  get usage(): TokenUsage {
    return this.#usage
  }

  push({ data }: SseEvent): string[] {
    const part = parseJson(data)
    if (!isObject(part)) return []
    const delta = this.#delta(part)
    if (delta) return [this.#frame({ index: 0, delta: this.#chunks.withRole(delta) })]
    if (part['type'] === 'error') {
      const told = asString(part['error']) ?? 'the stream could not be read'
      throw litellmFault('APIConnectionError', 500, `CohereException - ${told}`, this.#target, null)
    }
    // The AI SDK makes an end of its own where the provider's is missing; a reason only the provider has.
    if (part['type'] !== 'finish' || !isObject(part['finishReason']) || !part['finishReason']['raw']) return []
    this.#finish = finishOf(part['finishReason'])
    this.#usage = usageOf(part['usage'])
    return [this.#frame({ finish_reason: this.#finish, index: 0, delta: {} })]
  }

  end(): StreamEnd {
    if (this.#finish === null) return { complete: false, frames: [] }
    const cost = this.#context.priceOf?.(this.#usage)
    const usage = { ...toldUsage(this.#usage), ...(cost === undefined ? {} : { cost }) }
    const counted = this.#context.includeUsage ? [this.#frame({ index: 0, delta: {} }, { usage })] : []
    return { complete: true, frames: [...counted, 'data: [DONE]\n\n'] }
  }

  #delta(part: JsonObject): JsonObject | null {
    switch (part['type']) {
      case 'text-delta':
        return part['delta'] === '' ? null : { content: part['delta'] }
      case 'reasoning-delta':
        return { reasoning_content: part['delta'] }
      case 'tool-input-start':
        this.#calls.push(asString(part['id']) ?? '')
        return this.#call(part['id'], { id: part['id'], type: 'function' }, { name: part['toolName'], arguments: '' })
      case 'tool-input-delta':
        return this.#call(part['id'], {}, { arguments: part['delta'] })
      default:
        return null
    }
  }

  #call(id: Json | undefined, more: JsonObject, called: JsonObject): JsonObject {
    return { tool_calls: [{ ...more, index: this.#calls.indexOf(asString(id) ?? ''), function: called }] }
  }

  #frame(choice: JsonObject, more: JsonObject = {}): string {
    return this.#chunks.frame({ choices: [choice], ...more })
  }
}
