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
import { mistralDelta } from './mistral-content.ts'
import { mapFinishReason } from './map-finish-reason.ts'
import { calledFunction, isCustomCall } from './called-function.ts'
import { profileFor, type Profile } from './profiles.ts'
import { beyondText, StreamTally } from './stream-tally.ts'
import { billedBy, joinedUsage, streamUsage } from './usage.ts'
import { wholeStream } from './whole-stream.ts'

const own: Readonly<Record<string, (delta: JsonObject) => JsonObject>> = {
  databricks: databricksDelta,
  mistral: mistralDelta,
}

/** Begins to translate a stream. */
export function openAiStream(
  chat: JsonObject,
  target: Target,
  context: AnswerContext,
  framing?: Framing,
): StreamTranslator {
  const whole = framing === 'whole'
  const chunks = new OpenAiStream(chat, target, context, groqAnswersByTool(chat, target))
  return whole ? wholeStream(chunks, target) : chunks
}

/** A stream whose chunks may be given as they are, too. */
export interface ChunkReader extends StreamTranslator {
  take(chunk: JsonObject): string[]
}

/** Begins to translate chunks that were another API's events: they have OpenAI's form, whoever's they are. */
export function openAiChunks(chat: JsonObject, target: Target, context: AnswerContext): ChunkReader {
  const provider = target.provider === 'azure' ? 'azure' : 'openai'
  return new OpenAiStream(chat, { ...target, provider }, context, false)
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

  constructor(chat: JsonObject, target: Target, context: AnswerContext, byTool: boolean) {
    this.#chat = chat
    this.#target = target
    this.#context = context
    this.#byTool = byTool
    this.#profile = profileFor(target.provider)
    this.#chunks = new ChunkWriter(target, context)
    this.#model = target.group
  }

  get usage(): TokenUsage {
    const counts = this.#usage ? streamUsage(this.#usage, this.#target.provider, () => ({})) : {}
    const { provider } = this.#target
    return { ...countedUsage({ ...counts, service_tier: this.#tier }), ...billedBy(provider, counts) }
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
    const usage = asObject(chunk['usage'])
    if (usage) this.#usage = joinedUsage(this.#usage, usage)
    this.#tier = chunk['service_tier'] ?? this.#tier
    if (this.#profile.keepsChunks) this.#fingerprint = chunk['system_fingerprint'] ?? this.#fingerprint
    const [choice, ...others] = objectsOf(chunk['choices'])
    if (!choice) return this.#withoutChoice(chunk)
    this.#finish ??= choice['finish_reason'] || undefined
    const given = this.#read(choice)
    if (this.#tells(given)) return [this.#told(chunk, given, choice, others)]
    if (this.#finish === undefined || this.#finishSent) return []
    return [this.#finishFrame(this.#extras(chunk))]
  }

  /** A choice's delta in the words a client knows. */
  #read(choice: JsonObject): JsonObject {
    const named = this.#withReasoning(asObject(choice['delta']) ?? {})
    return this.#byTool ? withoutJsonTool(named) : named
  }

  // The first choice of a chunk decides, whoever's words it brings.
  #tells(delta: JsonObject): boolean {
    const first = !this.#chunks.started && delta['role'] !== undefined && delta['role'] !== null
    return Boolean(asString(delta['content'])) || isRich(delta) || first
  }

  #told(chunk: JsonObject, delta: JsonObject, choice: JsonObject, others: readonly JsonObject[]): string {
    this.#tally.add(delta)
    const bare = isMedia(delta) && !asString(delta['content'])
    const whole = others.length > 0 || this.#isWhole(chunk, delta, choice)
    const { role: _, ...rest } = this.#shown(bare ? omit(delta, ['content']) : delta, whole)
    const first = {
      ...(whole ? unknownOf(choice) : {}),
      index: choice['index'] ?? 0,
      delta: this.#chunks.withRole(rest),
      ...logprobsOf(choice),
    }
    const beside = others.map(other => ({
      ...unknownOf(other),
      index: other['index'] ?? 0,
      delta: this.#shown(this.#read(other), true),
      ...logprobsOf(other),
    }))
    return this.#frame([first, ...beside], bare ? {} : this.#extras(chunk, whole))
  }

  /** LiteLLM writes simple chunks by a way of its own, and leaves out what they have besides. */
  #isWhole(chunk: JsonObject, delta: JsonObject, choice: JsonObject): boolean {
    const own = this.#target.provider === 'fireworks_ai' && ('token_ids' in choice || 'raw_output' in choice)
    const marked =
      this.#profile.keepsChunks && Boolean(chunk['system_fingerprint'] || chunk['provider_specific_fields'])
    return own || marked || Boolean(choice['logprobs']) || unsimple.some(key => (delta[key] ?? null) !== null)
  }

  #shown(delta: JsonObject, whole: boolean): JsonObject {
    const { content, tool_calls: calls } = delta
    return {
      ...(whole ? withoutNulls(omit(delta, ['content', 'tool_calls'])) : withoutNulls({ role: delta['role'] })),
      ...(typeof content === 'string' ? { content } : {}),
      ...(Array.isArray(calls) ? { tool_calls: toolCalls(calls) } : {}),
    }
  }

  // Azure begins with what its filter says of the prompt; who asks for the usage is told that there was something.
  #withoutChoice(chunk: JsonObject): string[] {
    const tells = this.#context.includeUsage && !this.#chunks.started
    if (!tells || isObject(chunk['usage'])) return []
    return [this.#chunks.frame({ id: chunk['id'] ?? '', model: this.#model, choices: [] })]
  }

  // Reasoning has two names; OpenRouter's chunks keep both, and only its own counts.
  #withReasoning(given: JsonObject): JsonObject {
    const delta = own[this.#target.provider]?.(given) ?? given
    const reasoning = delta['reasoning'] ?? undefined
    if (this.#target.provider === 'openrouter') return { ...delta, reasoning_content: reasoning ?? null }
    if (this.#target.provider === 'cometapi' && reasoning !== undefined)
      return { ...delta, reasoning_content: reasoning }
    const { reasoning: _, ...rest } = delta
    return reasoning === undefined ? rest : { ...rest, reasoning_content: rest['reasoning_content'] ?? reasoning }
  }

  #extras(chunk: JsonObject, whole = true): JsonObject {
    const tier = this.#profile.keepsTier && chunk['service_tier'] ? { service_tier: chunk['service_tier'] } : {}
    if (this.#target.provider === 'fireworks_ai') {
      const fields = fireworksFields(chunk)
      return Object.keys(fields).length > 0 ? { ...tier, ...fields, provider_specific_fields: fields } : tier
    }
    return this.#profile.keepsChunks && whole ? { ...tier, ...told(chunk) } : tier
  }

  // A reason that came with the last words is told in a chunk of its own, at the end.
  #finishFrame(extras: JsonObject): string {
    this.#finishSent = true
    return this.#frame([{ finish_reason: mapFinishReason(this.#finish), index: 0, delta: {} }], extras)
  }

  #usageFrame(): string {
    const counted = this.#usage ?? this.#tally.counted(readMessages(this.#chat), this.#target.model)
    const usage = streamUsage(counted, this.#target.provider, completion => this.#tally.details(completion))
    const told = typeof usage['cost'] === 'number' ? usage['cost'] : undefined
    const cost = told ?? this.#context.priceOf?.(countedUsage({ ...usage, service_tier: this.#tier }))
    const tier = this.#profile.keepsTier && this.#tier ? { service_tier: this.#tier } : {}
    return this.#frame([{ index: 0, delta: {} }], { usage: cost === undefined ? usage : { ...usage, cost }, ...tier })
  }

  #frame(choices: JsonObject[], extras: JsonObject): string {
    const fingerprint = this.#fingerprint ? { system_fingerprint: this.#fingerprint } : {}
    return this.#chunks.frame({ model: this.#model, ...fingerprint, choices, ...extras })
  }
}

const told = (chunk: JsonObject): JsonObject => ({
  ...withoutNulls(omit(chunk, chunkKeys)),
  ...asObject(chunk['provider_specific_fields']),
})

const unknownOf = (choice: JsonObject): JsonObject =>
  withoutNulls(omit(choice, ['index', 'delta', 'logprobs', 'finish_reason', 'message']))

/** What makes a chunk more than a simple one. */
const unsimple = [...beyondText, 'provider_specific_fields', 'refusal']

const present = (delta: JsonObject, keys: readonly string[]): boolean =>
  keys.some(key => delta[key] !== undefined && delta[key] !== null)

/** What is told without words. */
const isRich = (delta: JsonObject): boolean => present(delta, [...beyondText, 'provider_specific_fields'])

const isMedia = (delta: JsonObject): boolean =>
  present(delta, ['audio', 'images']) && !present(delta, ['tool_calls', 'function_call'])

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
    if (isCustomCall(kept)) return { ...kept, index }
    return { ...kept, function: calledFunction(kept['function']), type, index }
  })
}
