/** Ollama's streams, a JSON object a line, as chunks of a chat completion. */
import { ChunkWriter } from '../chunk-writer.ts'
import { asString, isObject, parseJson } from '../json.ts'
import { countTokens } from '../tokens.ts'
import { litellmFault } from '../litellm-errors.ts'
import { mapFinishReason } from '../openai/map-finish-reason.ts'
import { pythonRepr } from '../python-text.ts'
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

/** What one line adds to the answer. */
export interface Said {
  /** The chunk's own name. */
  readonly id: string
  readonly content?: string | undefined
  readonly reasoning?: string | undefined
  /** Whole calls, numbered. */
  readonly calls?: readonly JsonObject[]
  /** Set by the last line. */
  readonly finish?: string
}

/** Reads the lines of one of Ollama's endpoints. May throw a fault. */
export type ReadLine = (line: JsonObject) => Said

/** The stream of one endpoint. */
export class OllamaStream implements StreamTranslator {
  readonly #target: Target
  readonly #context: AnswerContext
  readonly #read: ReadLine
  readonly #chunks: ChunkWriter
  #counts: { prompt: number; completion: number } | null = null
  #text = ''
  #reasoning: string | null = null
  #finish: string | null = null
  #finishSent = false

  constructor(target: Target, context: AnswerContext, read: ReadLine) {
    this.#target = target
    this.#context = context
    this.#read = read
    this.#chunks = new ChunkWriter(target, context)
  }

  get usage(): TokenUsage {
    const { prompt = 0, completion = 0 } = this.#counts ?? {}
    return { input: prompt, output: completion, cacheRead: 0, cacheWrite: 0 }
  }

  push({ data }: SseEvent): string[] {
    const line = parseJson(data)
    if (!isObject(line)) {
      throw litellmFault('APIConnectionError', 500, `Unable to parse stream event: ${data}`, this.#target, null)
    }
    const said = this.#read(line)
    this.#chunks.id = said.id
    this.#count(line)
    const delta = this.#delta(said)
    const frames = delta ? [this.#frame({ index: 0, delta })] : []
    if (said.finish === undefined) return frames
    this.#finish = said.finish
    return [...frames, this.#finishFrame()]
  }

  end(): StreamEnd {
    if (this.#finish === null) return { complete: false, frames: [] }
    const frames = this.#finishSent ? [] : [this.#finishFrame()]
    if (this.#context.includeUsage) frames.push(this.#usageFrame())
    return { complete: true, frames: [...frames, 'data: [DONE]\n\n'] }
  }

  #count({ done, prompt_eval_count: prompt, eval_count: completion }: JsonObject): void {
    if (done !== true || typeof prompt !== 'number' || typeof completion !== 'number') return
    this.#counts = { prompt, completion }
  }

  #delta({ content, reasoning, calls }: Said): JsonObject | null {
    if (!content && reasoning === undefined && calls === undefined) return null
    this.#text += content ?? ''
    if (reasoning !== undefined) this.#reasoning = (this.#reasoning ?? '') + reasoning
    return this.#chunks.withRole({
      ...(content === undefined ? {} : { content }),
      ...(reasoning === undefined ? {} : { reasoning_content: reasoning }),
      ...(calls === undefined ? {} : { tool_calls: [...calls] }),
    })
  }

  #finishFrame(): string {
    this.#finishSent = true
    return this.#frame({ finish_reason: mapFinishReason(this.#finish), index: 0, delta: {} })
  }

  #usageFrame(): string {
    const { prompt = 0, completion = countTokens(this.#text) } = this.#counts ?? {}
    const cost = this.#context.priceOf?.(this.usage)
    const usage = {
      completion_tokens: completion,
      prompt_tokens: prompt,
      total_tokens: prompt + completion,
      ...this.#details(completion),
      ...(cost === undefined ? {} : { cost }),
    }
    return this.#frame({ index: 0, delta: {} }, { usage })
  }

  #details(completion: number): JsonObject {
    const thoughts = this.#reasoning
    if (thoughts === '' || (thoughts === null && this.#text === '')) return {}
    const reasoning_tokens = Math.min(countTokens(thoughts ?? ''), completion)
    return { completion_tokens_details: { reasoning_tokens, text_tokens: completion - reasoning_tokens } }
  }

  #frame(choice: JsonObject, more: JsonObject = {}): string {
    return this.#chunks.frame({ choices: [choice], ...more })
  }
}

/** The fault of a line without what every line has, in LiteLLM's words. */
export function missingKey(line: JsonObject, name: string, target: Target) {
  const told = `KeyError: '${name}', Got unexpected response from Ollama: ${pythonRepr(line)}`
  return litellmFault('BadRequestError', 400, `Ollama_chatException - ${told}`, target, null)
}

/** Takes thoughts out of the text around their tags. */
export class Thoughts {
  #begun = false
  #ended = false

  /** A chunk of `/api/chat`: the first text ends what `thinking` has begun. */
  ofMessage(thinking: Json | undefined, text: Json | undefined): Pick<Said, 'content' | 'reasoning'> {
    if (thinking) this.#begun = true
    const given = asString(text) ?? ''
    const before = asString(thinking) || undefined
    if (given === '') return { reasoning: before }
    if (this.#begun) this.#ended = true
    const rest = this.#withoutTags(given)
    return this.#begun && !this.#ended ? { reasoning: rest } : { reasoning: before, content: rest }
  }

  /** A chunk of `/api/generate`. */
  ofResponse(text: string): Pick<Said, 'content' | 'reasoning'> {
    const rest = text.includes('<think>') ? this.#opened(text) : text.includes('</think>') ? this.#closed(text) : text
    return this.#begun && !this.#ended ? { reasoning: rest } : { content: rest }
  }

  #withoutTags(text: string): string {
    const opened = text.includes('<think>') ? this.#opened(text) : text
    return opened.includes('</think>') && this.#begun ? this.#closed(opened) : opened
  }

  #opened(text: string): string {
    this.#begun = true
    return text.replaceAll('<think>', '')
  }

  #closed(text: string): string {
    this.#ended = true
    return text.replaceAll('</think>', '')
  }
}
