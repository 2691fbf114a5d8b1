/** A stream of the OpenAI wire as LiteLLM hands it on, chunk by chunk. */
import { ChunkWriter } from '../chunk-writer.ts'
import { countedUsage } from '../counted-usage.ts'
import { asObject, asString, isObject, objectsOf, omit, parseJson, withoutNulls, withoutNullsDeep } from '../json.ts'
import { readMessages } from '../parameters.ts'
import type {
  AnswerContext,
  Framing,
  Json,
  JsonObject,
  SseEvent,
  StreamTranslator,
  Target,
  TokenUsage,
} from '../translator.ts'
import { streamFault } from './errors.ts'
import { shownModel } from './azure.ts'
import { databricksDelta } from './databricks.ts'
import { fireworksFields } from './fireworks.ts'
import { groqAnswersByTool } from './groq-json.ts'
import { withoutJsonTool } from './json-tool.ts'
import { mapFinishReason } from './map-finish-reason.ts'
import { profileFor, type Profile } from './profiles.ts'
import { beyondText, StreamTally } from './stream-tally.ts'
import { streamUsage } from './usage.ts'
import { wholeStream } from './whole-stream.ts'

/** Begins to translate a stream. */
export function openAiStream(
  chat: JsonObject,
  target: Target,
  context: AnswerContext,
  framing?: Framing,
): StreamTranslator {
  const whole = framing === 'whole'
  const chunks = new OpenAiStream(chat, target, context, { byTool: groqAnswersByTool(chat, target), whole })
  return whole ? wholeStream(chunks, target) : chunks
}

/** A stream whose chunks may be given as they are, too. */
export interface ChunkReader extends StreamTranslator {
  take(chunk: JsonObject): string[]
}

/** Begins to translate chunks that were another API's events: they have OpenAI's form, whoever's they are. */
export function openAiChunks(chat: JsonObject, target: Target, context: AnswerContext): ChunkReader {
  const provider = target.provider === 'azure' ? 'azure' : 'openai'
  return new OpenAiStream(chat, { ...target, provider }, context, { byTool: false, whole: false })
}

const chunkKeys = [
  'id',
  'object',
  'created',
  'model',
  'choices',
  'usage',
  'system_fingerprint',
  'service_tier',
  'stream',
]

class OpenAiStream implements ChunkReader {
  readonly #target: Target
  readonly #context: AnswerContext
  readonly #profile: Profile
  readonly #byTool: boolean
  readonly #untold: readonly string[]
  readonly #chunks: ChunkWriter
  #usage: JsonObject | undefined
  #fingerprint: Json | undefined
  #tier: Json | undefined
  #model: string
  #finish: Json | undefined
  #finishSent = false
  #done = false
  readonly #tally = new StreamTally()
  readonly #chat: JsonObject

  constructor(
    chat: JsonObject,
    target: Target,
    context: AnswerContext,
    { byTool, whole }: { byTool: boolean; whole: boolean },
  ) {
    this.#chat = chat
    this.#target = target
    this.#context = context
    this.#byTool = byTool
    // Of a message that comes whole LiteLLM keeps the refusal, of a delta it does not.
    this.#untold = ['role', 'content', 'tool_calls', ...(whole ? [] : ['refusal'])]
    this.#profile = profileFor(target.provider)
    this.#chunks = new ChunkWriter(target, context)
    this.#model = target.group
  }

  get usage(): TokenUsage {
    const counts = this.#usage ? streamUsage(this.#usage, this.#target.provider, () => ({})) : {}
    return countedUsage({ ...counts, service_tier: this.#tier })
  }

  push(event: SseEvent): string[] {
    // OpenAI's client reads no further than the end; LiteLLM's own does.
    if ((this.#done && this.#profile.client === 'openai') || event.data.trim() === '') return []
    if (event.data.trim() === '[DONE]') {
      this.#done = true
      return []
    }
    const chunk = parseJson(event.data)
    if (!isObject(chunk) && this.#done) return []
    if (!isObject(chunk)) {
      throw streamFault({ message: `Unable to parse stream event: ${event.data}`, code: 500 }, this.#target)
    }
    if (chunk['error']) {
      throw streamFault(asObject(chunk['error']) ?? { message: chunk['error'] }, this.#target)
    }
    return this.take(chunk)
  }

  end(): { complete: boolean; frames: string[] } {
    const complete = this.#done || this.#finish !== undefined
    if (!complete) return { complete, frames: [] }
    // LiteLLM makes xAI's last chunk of the one that counts.
    const told = this.#target.provider === 'xai' && this.#usage && this.#tier ? { service_tier: this.#tier } : {}
    const frames = this.#finishSent ? [] : [this.#finishFrame(told)]
    if (this.#context.includeUsage) frames.push(this.#usageFrame())
    return { complete, frames: [...frames, 'data: [DONE]\n\n'] }
  }

  take(chunk: JsonObject): string[] {
    this.#chunks.id = asString(chunk['id']) || this.#chunks.id
    this.#model = shownModel(chunk['model'] || this.#model, this.#target)
    this.#usage = asObject(chunk['usage']) ?? this.#usage
    this.#tier = chunk['service_tier'] ?? this.#tier
    if (this.#profile.keepsChunks) this.#fingerprint = chunk['system_fingerprint'] ?? this.#fingerprint
    const choice = objectsOf(chunk['choices'])[0]
    if (!choice) return this.#withoutChoice(chunk)
    this.#finish ??= choice['finish_reason'] ?? undefined
    const delta = this.#delta(asObject(choice['delta']) ?? {}, choice)
    if (delta) {
      const told = { ...this.#unknownOf(choice), index: choice['index'] ?? 0, delta, ...logprobsOf(choice) }
      return [this.#frame(told, this.#extras(chunk))]
    }
    if (this.#finish === undefined || this.#finishSent) return []
    return [this.#finishFrame(this.#extras(chunk))]
  }

  // Azure begins with what its filter says of the prompt; who asks for the usage is told that there was something.
  #withoutChoice(chunk: JsonObject): string[] {
    const tells = this.#context.includeUsage && !this.#chunks.started
    if (!tells || isObject(chunk['usage'])) return []
    return [this.#chunks.frame({ id: chunk['id'] ?? '', model: this.#model, choices: [] })]
  }

  #unknownOf(choice: JsonObject): JsonObject {
    if (!this.#keepsAll(this.#withReasoning(asObject(choice['delta']) ?? {}), choice)) return {}
    return withoutNulls(omit(choice, ['index', 'delta', 'logprobs', 'finish_reason']))
  }

  /** What a client is told of a delta; null where there is nothing to tell. */
  #delta(given: JsonObject, choice: JsonObject): JsonObject | null {
    const named = this.#withReasoning(given)
    const delta = this.#byTool ? withoutJsonTool(named) : named
    const content = asString(delta['content'])
    const rich = isRich(delta)
    const first = !this.#chunks.started && delta['role'] !== undefined && delta['role'] !== null
    if (!content && !rich && !first) return null
    this.#tally.add(delta)
    const kept = withoutNulls(this.#keepsAll(delta, choice) ? omit(delta, this.#untold) : {})
    return this.#chunks.withRole({
      ...kept,
      ...(content === undefined ? {} : { content }),
      ...(Array.isArray(delta['tool_calls']) ? { tool_calls: toolCalls(delta['tool_calls']) } : {}),
    })
  }

  #keepsAll(delta: JsonObject, choice: JsonObject): boolean {
    const own = this.#target.provider === 'fireworks_ai' && ('token_ids' in choice || 'raw_output' in choice)
    return own || isRich(delta) || this.#profile.keepsChunks || Boolean(choice['logprobs'])
  }

  // Reasoning has two names; OpenRouter's chunks keep both, and only its own counts.
  #withReasoning(given: JsonObject): JsonObject {
    const delta = this.#target.provider === 'databricks' ? databricksDelta(given) : given
    const reasoning = delta['reasoning'] ?? undefined
    if (this.#target.provider === 'openrouter') return { ...delta, reasoning_content: reasoning ?? null }
    if (this.#target.provider === 'cometapi' && reasoning !== undefined)
      return { ...delta, reasoning_content: reasoning }
    const { reasoning: _, ...rest } = delta
    return reasoning === undefined ? rest : { ...rest, reasoning_content: rest['reasoning_content'] ?? reasoning }
  }

  #extras(chunk: JsonObject): JsonObject {
    const tier = this.#profile.keepsTier && chunk['service_tier'] ? { service_tier: chunk['service_tier'] } : {}
    if (this.#target.provider === 'fireworks_ai') {
      const fields = fireworksFields(chunk)
      return Object.keys(fields).length > 0 ? { ...tier, ...fields, provider_specific_fields: fields } : tier
    }
    return this.#profile.keepsChunks ? { ...tier, ...withoutNulls(omit(chunk, chunkKeys)) } : tier
  }

  // A reason that came with the last words is told in a chunk of its own, at the end.
  #finishFrame(extras: JsonObject): string {
    this.#finishSent = true
    return this.#frame({ finish_reason: mapFinishReason(this.#finish), index: 0, delta: {} }, extras)
  }

  #usageFrame(): string {
    const counted = this.#usage ?? this.#tally.counted(readMessages(this.#chat), this.#target.model)
    const usage = streamUsage(counted, this.#target.provider, completion => this.#tally.details(completion))
    const cost = this.#context.priceOf?.(countedUsage({ ...usage, service_tier: this.#tier }))
    const tier = this.#profile.keepsTier && this.#tier ? { service_tier: this.#tier } : {}
    return this.#frame({ index: 0, delta: {} }, { usage: cost === undefined ? usage : { ...usage, cost }, ...tier })
  }

  #frame(choice: JsonObject, extras: JsonObject): string {
    const fingerprint = this.#fingerprint ? { system_fingerprint: this.#fingerprint } : {}
    return this.#chunks.frame({ model: this.#model, ...fingerprint, choices: [choice], ...extras })
  }
}

// LiteLLM's own client keeps the whole of such a delta; of any other it keeps the text.
const isRich = (delta: JsonObject): boolean => beyondText.some(key => delta[key] !== undefined && delta[key] !== null)

function logprobsOf(choice: JsonObject): JsonObject {
  const value = asObject(choice['logprobs'])
  return value ? { logprobs: withoutNullsDeep(value) } : {}
}

// Some providers (Mistral) leave out type and index.
function toolCalls(value: Json | undefined): JsonObject[] {
  const calls = objectsOf(value)
  const unnumbered = calls.filter(call => typeof call['index'] !== 'number')
  return calls.map(call => {
    const kept = asObject(withoutNullsDeep(call)) ?? {}
    const { type = 'function', index = unnumbered.indexOf(call) } = kept
    return { ...kept, function: { arguments: '', ...asObject(kept['function']) }, type, index }
  })
}
