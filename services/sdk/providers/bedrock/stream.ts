/** Converse's stream of events as OpenAI's stream of chunks. */
import { jsonToolName } from '../anthropic/response-format.ts'
import { exceptionMark, malformedEvent, truncatedEvent } from '../../aws-events.ts'
import { ChunkWriter } from '../chunk-writer.ts'
import { countedUsage } from '../counted-usage.ts'
import { asObject, asString, isObject, omit, parseJson } from '../json.ts'
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
import { bedrockError, malformedStream, streamException, truncatedStream } from './errors.ts'
import { mapFinishReason } from './map-finish-reason.ts'
import { conversePlan, type ConversePlan } from './plan.ts'
import { readAnswer } from './response.ts'
import { renamedTools } from './tools.ts'
import { countedThinking, openAiUsage } from './usage.ts'

/** Begins to translate a stream. */
export function converseStream(chat: JsonObject, target: Target, context: AnswerContext): StreamTranslator {
  const plan = conversePlan(chat, target)
  if (plan.fakesStream) return new FakedStream(plan, target, context)
  return new ConverseStream(plan.format.jsonMode, renamedTools(plan.tools as JsonObject[]), target, context)
}

/** What Converse's own stream and one made of a whole answer are written with. */
class Chunks {
  readonly #context: AnswerContext
  readonly #writer: ChunkWriter

  constructor(target: Target, context: AnswerContext) {
    this.#context = context
    this.#writer = new ChunkWriter(target, context)
  }

  /** The role of an answer that has said nothing yet. */
  role(): string[] {
    return this.#writer.started ? [] : this.delta({ content: '' })
  }

  delta(delta: JsonObject, more: JsonObject = ownFields): string[] {
    return [this.#writer.frame({ choices: [{ index: 0, delta: this.#writer.withRole(delta) }], ...more })]
  }

  /** The last chunks of a whole answer. `trace` is a guardrail's. */
  last(finish: string, usage: JsonObject | null, counted: TokenUsage, trace?: Json, more = ownFields): string[] {
    const frames = [this.#writer.frame({ choices: [{ index: 0, delta: {}, finish_reason: finish }], ...more })]
    if (trace) {
      const delta = { content: '', role: 'assistant' }
      frames.push(this.#writer.frame({ choices: [{ index: 0, delta }], provider_specific_fields: { trace }, trace }))
    }
    if (this.#context.includeUsage && usage) {
      const cost = this.#context.priceOf?.(counted)
      const told = { ...usage, ...(cost === undefined ? {} : { cost }) }
      frames.push(this.#writer.frame({ choices: [{ index: 0, delta: {} }], usage: told }))
    }
    return [...frames, 'data: [DONE]\n\n']
  }
}

/** LiteLLM's chunks of Bedrock's own stream bear it, empty as it is. */
const ownFields: JsonObject = { provider_specific_fields: {} }

class ConverseStream implements StreamTranslator {
  readonly #jsonMode: boolean
  readonly #originals: ReadonlyMap<string, string>
  readonly #target: Target
  readonly #chunks: Chunks
  #toolIndex = -1
  #toolName: string | undefined
  /** The arguments of the call that is open, as far as they came. */
  #arguments: string | undefined
  #usedJsonTool = false
  #thought = false
  #thoughts = ''
  #counted: number | undefined
  #stopReason: Json | undefined
  #stopped = false
  #usage: JsonObject | null = null
  #trace: Json | undefined

  constructor(jsonMode: boolean, originals: ReadonlyMap<string, string>, target: Target, context: AnswerContext) {
    this.#jsonMode = jsonMode
    this.#originals = originals
    this.#target = target
    this.#chunks = new Chunks(target, context)
  }

  get usage(): TokenUsage {
    return countedUsage(this.#openAiUsage() ?? undefined)
  }

  push({ event, data }: SseEvent): string[] {
    if (event.startsWith(exceptionMark)) throw streamException(event.slice(exceptionMark.length), data, this.#target)
    if (event === malformedEvent) throw malformedStream(data, this.#target)
    if (event === truncatedEvent) throw truncatedStream(data, this.#target)
    const body = parseJson(data)
    if (!isObject(body)) throw malformedStream(`Unable to parse stream event: ${data}`, this.#target)
    switch (event) {
      case 'contentBlockStart':
        return this.#start(asObject(body['start']) ?? {})
      case 'contentBlockDelta':
        return this.#delta(asObject(body['delta']) ?? {})
      case 'contentBlockStop':
        return this.#blockStop()
      case 'messageStop':
        this.#stopReason = body['stopReason']
        this.#stopped = true
        this.#counted = countedThinking(body['additionalModelResponseFields'])
        return this.#chunks.role()
      case 'metadata':
        this.#usage = asObject(body['usage']) ?? null
        this.#trace = body['trace']
        return []
      default:
        return []
    }
  }

  end(): StreamEnd {
    if (!this.#stopped) return { complete: false, frames: [] }
    const finish = mapFinishReason(this.#stopReason)
    const told = this.#usedJsonTool && this.#toolIndex < 0 && finish === 'tool_calls' ? 'stop' : finish
    return { complete: true, frames: this.#chunks.last(told, this.#openAiUsage(), this.usage, this.#trace) }
  }

  #openAiUsage(): JsonObject | null {
    // What a stream sums up itself it counts anew.
    const { totalTokens: _, ...usage } = this.#usage ?? {}
    return this.#usage && openAiUsage(usage, { ran: this.#thought, text: this.#thoughts, counted: this.#counted })
  }

  #start(start: JsonObject): string[] {
    this.#arguments = undefined
    const use = asObject(start['toolUse'])
    if (use) return this.#toolStart(use)
    const thought = asObject(start['reasoningContent'])
    return thought ? this.#reasoning(thought, false) : []
  }

  #toolStart(use: JsonObject): string[] {
    const sent = asString(use['name']) ?? ''
    this.#toolName = this.#originals.get(sent) ?? sent
    this.#arguments = ''
    if (this.#isJsonTool()) {
      this.#usedJsonTool = true
      return []
    }
    this.#toolIndex += 1
    return this.#call({ id: use['toolUseId'] ?? null, function: { arguments: '', name: this.#toolName } })
  }

  #isJsonTool(): boolean {
    return this.#jsonMode && this.#toolName === jsonToolName
  }

  #call(part: JsonObject): string[] {
    const call = { ...part, type: 'function', index: Math.max(0, this.#toolIndex) }
    return this.#chunks.delta({ content: '', tool_calls: [call] })
  }

  #delta(delta: JsonObject): string[] {
    if ('text' in delta) return this.#text(asString(delta['text']) ?? '')
    const use = asObject(delta['toolUse'])
    if (use) return this.#input(asString(use['input']) ?? '')
    const thought = asObject(delta['reasoningContent'])
    if (thought) return this.#reasoning(thought, true)
    const cited = delta['citationsContent'] ?? delta['citation']
    if (cited === undefined) return []
    const fields = 'citationsContent' in delta ? { citationsContent: cited } : { citation: cited }
    return this.#chunks.delta({ content: '', provider_specific_fields: fields })
  }

  #text(text: string): string[] {
    return text === '' ? [] : this.#chunks.delta({ content: text })
  }

  #input(text: string): string[] {
    this.#arguments = (this.#arguments ?? '') + text
    return this.#isJsonTool() ? this.#text(text) : this.#call({ function: { arguments: text } })
  }

  #blockStop(): string[] {
    const json = this.#isJsonTool()
    const empty = this.#arguments === ''
    this.#toolName = undefined
    this.#arguments = undefined
    return empty && !json ? this.#call({ function: { arguments: '{}' } }) : []
  }

  #reasoning(thought: JsonObject, isDelta: boolean): string[] {
    const blocks = thinkingBlocks(thought)
    if (blocks.length > 0) this.#thought = true
    this.#thoughts += asString(thought['text']) ?? ''
    const text = asString(thought['text']) ?? (blocks.length > 0 && isDelta ? '' : undefined)
    return this.#chunks.delta({
      ...(text === undefined ? {} : { reasoning_content: text }),
      ...(blocks.length > 0 ? { thinking_blocks: blocks } : {}),
      provider_specific_fields: { reasoningContent: thought },
      content: '',
    })
  }
}

/** A piece of thinking in Anthropic's form. */
function thinkingBlocks(thought: JsonObject): JsonObject[] {
  if ('text' in thought) return [{ type: 'thinking', thinking: thought['text'] }]
  if ('signature' in thought) return [{ type: 'thinking', signature: thought['signature'], thinking: '' }]
  return 'redactedContent' in thought ? [{ type: 'redacted_thinking', data: thought['redactedContent'] }] : []
}

const cacheCounts = ['cache_creation_input_tokens', 'cache_read_input_tokens']

/** A whole answer, told as a stream because the client wants one. */
class FakedStream implements StreamTranslator {
  readonly #plan: ConversePlan
  readonly #target: Target
  readonly #chunks: Chunks
  #counted = countedUsage(undefined)
  #last: { finish: string; usage: JsonObject } | null = null

  constructor(plan: ConversePlan, target: Target, context: AnswerContext) {
    this.#plan = plan
    this.#target = target
    this.#chunks = new Chunks(target, context)
  }

  get usage(): TokenUsage {
    return this.#counted
  }

  push({ data }: SseEvent): string[] {
    const body = parseJson(data)
    if (!isObject(body)) throw bedrockError(200, data, this.#target)
    const { message, finish, usage } = readAnswer(body, this.#plan)
    this.#last = { finish, usage: omit(usage, ['prompt_tokens_details', ...cacheCounts]) }
    this.#counted = countedUsage(usage)
    const { role: _, ...delta } = message
    return this.#chunks.delta(delta, {})
  }

  end(): StreamEnd {
    if (this.#last === null) return { complete: false, frames: [] }
    const { finish, usage } = this.#last
    return { complete: true, frames: this.#chunks.last(finish, usage, this.usage, undefined, {}) }
  }
}
