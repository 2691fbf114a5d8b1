/** Models that continue a text: how each is told a conversation, and where its answer is (LiteLLM: invoke_transformations). */
import { asCount, asObject, objectsOf } from '../json.ts'
import type { Counts } from '../plain/counts.ts'
import { same } from '../plain/wire.ts'
import { type InvokeProvider, invokeProvider } from './invoke-provider.ts'
import { coherePrompt, deepseekPrompt, modelPrompt, qwenPrompt, saidPrompt } from './prompts.ts'
import type { Json, JsonObject } from '../translator.ts'

/** What a model has said, and why it stopped where it tells. */
export interface Continued {
  readonly text: Json | undefined
  readonly finish?: Json | undefined
}

/** An answer that is none, in Python's words. */
export class Unreadable extends Error {}

export interface TextFamily {
  /** OpenAI's parameters by its own names; others it does not take. */
  readonly names: Readonly<Record<string, string>>
  /** The conversation as a text. */
  prompt(messages: readonly JsonObject[], model: string): string
  body(prompt: string, params: JsonObject, model: string): JsonObject
  /** Throws `Unreadable` where the answer is none. */
  read(answer: JsonObject): Continued
  /** Streams are asked for in the body too. */
  readonly saysStream?: boolean
  /** It takes few sequences to stop at. */
  readonly fewStops?: boolean
  /** It begins with its thoughts. */
  readonly thinks?: boolean
  /** Its answers come whole, whoever wants to hear them as they come. */
  readonly whole?: boolean
  /** Its answer tells its tokens, or they are none; and it may be empty. */
  readonly counts?: (answer: JsonObject) => Counts
}

const prompted = (prompt: string, params: JsonObject): JsonObject => ({ prompt, ...params })

const titan: TextFamily = {
  names: {
    max_tokens: 'maxTokenCount',
    max_completion_tokens: 'maxTokenCount',
    stop: 'stopSequences',
    temperature: 'temperature',
    top_p: 'topP',
  },
  prompt: (messages, model) => modelPrompt(model, messages),
  body: (inputText, textGenerationConfig) => ({ inputText, textGenerationConfig }),
  read: answer => ({ text: first(answer, 'results')['outputText'] }),
  fewStops: true,
}

const mistral: TextFamily = {
  names: same('max_tokens temperature top_p stop'),
  prompt: (messages, model) => modelPrompt(model, messages),
  body: prompted,
  read(answer) {
    if ('choices' in answer) {
      const { message, finish_reason: finish } = first(answer, 'choices')
      return { text: asObject(message)?.['content'], finish }
    }
    if (!('outputs' in answer)) throw new Unreadable('Unexpected mistral completion response')
    const { text, stop_reason: finish } = first(answer, 'outputs')
    if (finish === undefined) throw new Unreadable("'stop_reason'")
    return { text, finish }
  },
}

const llama: TextFamily = {
  names: { ...same('temperature top_p'), max_tokens: 'max_gen_len' },
  prompt: (messages, model) => modelPrompt(model, messages),
  body: prompted,
  read(answer) {
    if (!('generation' in answer)) throw new Unreadable("'generation'")
    return { text: answer['generation'] }
  },
}

const deepseek: TextFamily = { ...llama, prompt: deepseekPrompt, thinks: true }

const cohere: TextFamily = {
  names: {
    ...same('max_tokens temperature frequency_penalty presence_penalty tools seed'),
    max_completion_tokens: 'max_tokens',
    n: 'num_generations',
    top_p: 'p',
    stop: 'stop_sequences',
    // Taken, and sent to nobody.
    tool_choice: '',
  },
  prompt: coherePrompt,
  body: prompted,
  read(answer) {
    if ('text' in answer) return { text: answer['text'] }
    if (!('generations' in answer)) return { text: null }
    const { text, finish_reason: finish } = first(answer, 'generations')
    return { text, finish }
  },
  saysStream: true,
}

const ai21: TextFamily = {
  names: { max_tokens: 'maxTokens', temperature: 'temperature', top_p: 'topP' },
  prompt: saidPrompt,
  body: prompted,
  read: answer => ({ text: asObject(first(answer, 'completions')['data'])?.['text'] }),
  whole: true,
}

const qwen3: TextFamily = {
  names: { ...same('temperature top_p top_k stop'), max_tokens: 'max_gen_len' },
  prompt: qwenPrompt,
  // Of what nobody knows only this goes on.
  body: (prompt, { max_gen_len, temperature, top_p, top_k, stop }) => ({
    prompt,
    ...Object.fromEntries(
      Object.entries({ max_gen_len, temperature, top_p, top_k, stop }).filter(([, value]) => value !== undefined),
    ),
  }),
  read: ({ generation = '' }) => ({ text: withoutMarks(generation) }),
  counts: qwenCounts,
}

const qwen2: TextFamily = {
  ...qwen3,
  read: ({ generation, text = '' }) => ({ text: withoutMarks(generation || text) }),
}

const families: Partial<Readonly<Record<InvokeProvider, TextFamily>>> = {
  ai21,
  amazon: titan,
  cohere,
  deepseek_r1: deepseek,
  llama,
  meta: llama,
  mistral,
  qwen2,
  qwen3,
}

/** The family of a model, as its name tells; undefined for those that are invoked in other words. */
export function textFamilyOf(model: string): TextFamily | undefined {
  const provider = invokeProvider(model)
  const family = provider === undefined ? undefined : families[provider]
  // Those chat.
  return family === cohere && model.startsWith('cohere.command-r') ? undefined : family
}

/** What stands around an answer in the prompt's own format. */
function withoutMarks(text: Json): Json {
  return typeof text === 'string' ? text.replace(/^<\|im_start\|>assistant\n/, '').replace(/<\|im_end\|>$/, '') : text
}

function qwenCounts({ usage }: JsonObject): Counts {
  const { prompt_tokens: prompt, completion_tokens: completion } = asObject(usage) ?? {}
  return { prompt: asCount(prompt), completion: asCount(completion) }
}

function first(answer: JsonObject, key: string): JsonObject {
  if (!Array.isArray(answer[key])) throw new Unreadable("'NoneType' object is not subscriptable")
  const [found] = objectsOf(answer[key])
  if (!found) throw new Unreadable('list index out of range')
  return found
}
