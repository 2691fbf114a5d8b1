/**
 * Tokens counted where a provider does not say: LiteLLM runs OpenAI's tokenizer, whoever the model's maker is
 * (litellm/litellm_core_utils/token_counter.py), and so the figures agree.
 */
import { createRequire } from 'node:module'
import { asObject, asString, objectsOf } from './json.ts'
import type { Json, JsonObject } from './translator.ts'

type Encoding = 'cl100k_base' | 'o200k_base'
type Count = (text: string, options: { disallowedSpecial: ReadonlySet<string> }) => number

const require = createRequire(import.meta.url)
const load = {
  cl100k_base: () => require('gpt-tokenizer/encoding/cl100k_base') as { countTokens: Count },
  o200k_base: () => require('gpt-tokenizer/encoding/o200k_base') as { countTokens: Count },
} satisfies Record<Encoding, () => { countTokens: Count }>
const counters = new Map<Encoding, Count>()
/** So many characters LiteLLM counts at a time. */
const chunk = 1024
/** What looks like a control token is text like any other. */
const asText = { disallowedSpecial: new Set<string>() }

// 45 MB and a sixth of a second each: most processes never need one.
function counter(encoding: Encoding): Count {
  const known = counters.get(encoding)
  if (known) return known
  const { countTokens: count } = load[encoding]()
  counters.set(encoding, count)
  return count
}

/** The tokens of a text. Models that OpenAI's library does not know count as GPT-4 does. */
export function countTokens(text: string, model = ''): number {
  if (text === '') return 0
  const count = counter(encodingOf(model))
  if (text.length <= chunk) return count(text, asText)
  const characters = Array.from(text)
  let total = 0
  for (let start = 0; start < characters.length; start += chunk) {
    total += count(characters.slice(start, start + chunk).join(''), asText)
  }
  return total
}

/** The tokens of a prompt: what stands in its messages, and what the chat format adds. */
export function countPromptTokens(messages: readonly JsonObject[], model: string): number {
  const spoken = messages.reduce((total, message) => {
    const fields = Object.entries(message).map(([key, value]) => fieldTokens(key, value, model))
    return total + perMessage + fields.reduce((sum, count) => sum + count, 0)
  }, 0)
  return spoken + perAnswer
}

const perMessage = 3
const perAnswer = 3
/** The least an image counts as. */
const perImage = 85

function fieldTokens(key: string, value: Json | undefined, model: string): number {
  if (typeof value === 'string') return countTokens(value, model) + (key === 'name' ? 1 : 0)
  const parts = objectsOf(value)
  if (key === 'tool_calls') return sum(parts, call => countTokens(argumentsOf(call), model))
  if (key !== 'content') return 0
  return sum(parts, part =>
    part['type'] === 'image_url' ? perImage : countTokens(asString(part['text']) ?? '', model),
  )
}

const argumentsOf = (call: JsonObject): string => asString(asObject(call['function'])?.['arguments']) ?? ''

const sum = (parts: readonly JsonObject[], count: (part: JsonObject) => number): number =>
  parts.reduce((total, part) => total + count(part), 0)

function encodingOf(model: string): Encoding {
  return /gpt-4o|^(?:gpt-4\.[15]|gpt-5|chatgpt-4o|o[134](?:-|$))/.test(model) ? 'o200k_base' : 'cl100k_base'
}
