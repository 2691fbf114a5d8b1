/** Anthropic's stream of events as OpenAI's stream of chunks. */
import { ChunkWriter } from '../chunk-writer.ts'
import { countedUsage } from '../counted-usage.ts'
import { asObject, asString, isObject, objectsOf, omit, parseJson } from '../json.ts'
import type { AnswerContext, Json, JsonObject, SseEvent, StreamTranslator, Target, TokenUsage } from '../translator.ts'
import { answerPlan, type AnswerPlan } from './answer-plan.ts'
import { blockAsEvents } from './as-events.ts'
import { anthropicError, notAnAnswer } from './errors.ts'
import { mapFinishReason } from './map-finish-reason.ts'
import { unwrapped } from './response.ts'
import { jsonToolName } from './response-format.ts'
import { StreamedServerTools } from './stream-server-tools.ts'
import { openAiUsage } from './usage.ts'

/** Begins to translate a stream. */
export function anthropicStream(chat: JsonObject, target: Target, context: AnswerContext): StreamTranslator {
  return new AnthropicStream(answerPlan(chat, target), target, context)
}

/** The content block that is open. `arguments` is undefined until a piece of them came; `input` came with the start. */
interface OpenBlock {
  readonly type: string
  readonly input?: string
  readonly isJsonTool: boolean
  readonly arguments?: string
}

const noBlock: OpenBlock = { type: '', isJsonTool: false }

/** The input of a call that comes whole, with its start; mostly it comes in pieces, behind an empty one. */
function wholeInput(block: JsonObject): string {
  const input = asObject(block['input'])
  return input && Object.keys(input).length > 0 ? JSON.stringify(input) : ''
}

class AnthropicStream implements StreamTranslator {
  readonly #plan: AnswerPlan
  readonly #target: Target
  readonly #context: AnswerContext
  readonly #chunks: ChunkWriter
  readonly #serverTools = new StreamedServerTools()
  #usage: JsonObject = {}
  #lastOutput: number | undefined
  #thinking: string | undefined
  #stopReason: Json | undefined
  #stopped = false
  #block: OpenBlock = noBlock
  #toolIndex = -1
  #usedJsonTool = false

  constructor(plan: AnswerPlan, target: Target, context: AnswerContext) {
    this.#plan = plan
    this.#target = target
    this.#context = context
    this.#chunks = new ChunkWriter(target, context)
  }

  get usage(): TokenUsage {
    return countedUsage(this.#openAiUsage())
  }

  push(event: SseEvent): string[] {
    if (event.data.trim() === '') return []
    const data = parseJson(event.data)
    // What comes behind the end is no part of the answer unless it is an event.
    if (!isObject(data) && this.#stopped) return []
    // LiteLLM goes on in silence and loses what follows; a broken event ends our stream with an error.
    if (!isObject(data)) throw notAnAnswer(`Unable to parse stream event: ${event.data}`, null)
    switch (asString(data['type']) ?? '') {
      case 'message_start':
        return this.#messageStart(asObject(data['message']) ?? {})
      case 'content_block_start':
        return this.#blockStart(asObject(data['content_block']) ?? {})
      case 'content_block_delta':
        return this.#blockDelta(asObject(data['delta']) ?? {})
      case 'content_block_stop':
        return this.#blockStop()
      case 'message_delta':
        return this.#messageDelta(data)
      case 'message_stop':
        this.#stopped = true
        return []
      case 'error':
        throw anthropicError(500, asString(asObject(data['error'])?.['message']) ?? event.data, this.#target)
      default:
        return []
    }
  }

  end(): { complete: boolean; frames: string[] } {
    if (!this.#stopped) return { complete: false, frames: [] }
    const finish = this.#usedJsonTool ? 'stop' : mapFinishReason(this.#stopReason)
    const frames = [this.#chunks.frame({ choices: [{ index: 0, delta: {}, finish_reason: finish }] })]
    if (this.#context.includeUsage) {
      const cost = this.#context.priceOf?.(this.usage)
      const usage = { ...omit(this.#openAiUsage(), ['iterations']), ...(cost === undefined ? {} : { cost }) }
      frames.push(this.#chunks.frame({ choices: [{ index: 0, delta: {} }], usage }))
    }
    return { complete: true, frames: [...frames, 'data: [DONE]\n\n'] }
  }

  #openAiUsage(): JsonObject {
    const usage = omit(this.#usage, ['service_tier', 'speed'])
    return openAiUsage({ usage, output: this.#lastOutput, thinking: this.#thinking || undefined, toolSearches: 0 })
  }

  // An answer may come in several messages, one behind the other, and a message may begin with content that no event
  // repeats: calls that code has made in Anthropic's container.
  #messageStart(message: JsonObject): string[] {
    if (this.#stopped) this.#stopReason = undefined
    this.#stopped = false
    this.#count(asObject(message['usage']))
    const begun = objectsOf(message['content']).flatMap(blockAsEvents)
    const frames = begun.flatMap(event => this.push(event))
    const container = asObject(message['container'])
    if (!container) return frames
    return [
      ...frames,
      ...this.#delta({ provider_specific_fields: this.#serverTools.container(container), content: '' }),
    ]
  }

  #blockStart(block: JsonObject): string[] {
    const type = asString(block['type']) ?? ''
    const name = asString(block['name']) ?? ''
    const isTool = type === 'tool_use' || type === 'server_tool_use'
    this.#block = { type, input: wholeInput(block), isJsonTool: isTool && this.#plan.jsonMode && name === jsonToolName }
    if (type === 'text') return this.#text(asString(block['text']) ?? '')
    if (isTool) return this.#toolStart(block, name)
    if (type === 'redacted_thinking') {
      this.#thinking ??= ''
      return this.#thoughts([{ type, data: block['data'] ?? null }])
    }
    if (type === 'compaction')
      return this.#delta({ provider_specific_fields: this.#serverTools.compaction(block), content: '' })
    const fields = this.#serverTools.result(block)
    return fields ? this.#delta({ provider_specific_fields: fields, content: '' }) : []
  }

  #toolStart(block: JsonObject, name: string): string[] {
    this.#toolIndex += 1
    if (this.#block.isJsonTool) {
      this.#usedJsonTool = true
      return []
    }
    const fields = block['type'] === 'server_tool_use' ? this.#serverTools.call(block) : undefined
    return this.#toolCall(
      {
        id: block['id'] ?? null,
        function: { arguments: '', name: this.#plan.originalNames.get(name) ?? name },
        type: 'function',
        index: this.#toolIndex,
        ...(block['caller'] ? { caller: block['caller'] } : {}),
      },
      fields,
    )
  }

  #blockDelta(delta: JsonObject): string[] {
    switch (asString(delta['type']) ?? '') {
      case 'text_delta':
        return this.#text(asString(delta['text']) ?? '')
      case 'input_json_delta':
        return this.#arguments(asString(delta['partial_json']) ?? '')
      case 'citations_delta':
        return this.#delta({ provider_specific_fields: { citation: delta['citation'] ?? null }, content: '' })
      case 'thinking_delta':
        return this.#thought(asString(delta['thinking']) ?? '')
      case 'signature_delta':
        return this.#signature(asString(delta['signature']) ?? '')
      case 'compaction_delta':
        return this.#delta({
          provider_specific_fields: {
            compaction_delta: { type: 'compaction_delta', content: delta['content'] ?? null },
          },
          content: '',
        })
      default:
        return []
    }
  }

  #arguments(text: string): string[] {
    if (this.#block.type !== 'tool_use' && this.#block.type !== 'server_tool_use') return []
    this.#block = { ...this.#block, arguments: (this.#block.arguments ?? '') + text }
    if (this.#block.isJsonTool) return this.#text(unwrapped(text))
    return this.#toolCall({ function: { arguments: text }, type: 'function', index: this.#toolIndex })
  }

  #blockStop(): string[] {
    const { type, arguments: text, input, isJsonTool } = this.#block
    this.#block = noBlock
    if (type === 'server_tool_use') this.#serverTools.callEnd(text ?? '')
    if (type !== 'tool_use' && type !== 'server_tool_use') return []
    // Arguments that came, but empty, are none; where no piece came they stand in the start, or nowhere.
    const whole = text === '' ? '{}' : text === undefined ? input : undefined
    if (!whole) return []
    if (isJsonTool) return this.#text(unwrapped(whole))
    return this.#toolCall({ function: { arguments: whole }, type: 'function', index: this.#toolIndex })
  }

  #messageDelta(data: JsonObject): string[] {
    const delta = asObject(data['delta']) ?? {}
    this.#stopReason ??= delta['stop_reason'] ?? undefined
    this.#count(asObject(data['usage']))
    const container = asObject(delta['container'])
    if (!container) return []
    return this.#delta({ provider_specific_fields: this.#serverTools.container(container), content: '' })
  }

  // Counts are cumulative; the last event may leave out what the first one told.
  #count(usage: JsonObject | undefined): void {
    const output = usage?.['output_tokens']
    if (typeof output === 'number') this.#lastOutput = output
    // A later nothing takes back no count.
    const told = Object.entries(usage ?? {}).filter(([key, value]) => value !== 0 || this.#usage[key] === undefined)
    this.#usage = { ...this.#usage, ...Object.fromEntries(told) }
  }

  #thought(text: string): string[] {
    this.#thinking = (this.#thinking ?? '') + text
    return text ? this.#thoughts([{ type: 'thinking', thinking: text }], text) : []
  }

  #signature(signature: string): string[] {
    return signature ? this.#thoughts([{ type: 'thinking', thinking: '', signature }], '') : []
  }

  #thoughts(blocks: JsonObject[], text?: string): string[] {
    return this.#delta({
      ...(text === undefined ? {} : { reasoning_content: text }),
      thinking_blocks: blocks,
      provider_specific_fields: { thinking_blocks: blocks },
      content: '',
    })
  }

  #text(text: string): string[] {
    return text ? this.#delta({ content: text }) : []
  }

  #toolCall(call: JsonObject, fields?: JsonObject): string[] {
    return this.#delta({ ...(fields ? { provider_specific_fields: fields } : {}), content: '', tool_calls: [call] })
  }

  #delta(delta: JsonObject): string[] {
    return [this.#chunks.frame({ choices: [{ index: 0, delta: this.#chunks.withRole(delta) }] })]
  }
}
