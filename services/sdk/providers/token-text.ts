/** Tokens back into the text they were made of, as GPT-3.5's tokenizer has it. */
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** What each token stands for; the library's own way back keeps what one text leaves over for the next. */
let ranks: readonly (string | readonly number[])[] | null = null

const special: Readonly<Record<number, string>> = {
  100257: '<|endoftext|>',
  100258: '<|fim_prefix|>',
  100259: '<|fim_middle|>',
  100260: '<|fim_suffix|>',
  100276: '<|endofprompt|>',
}

/** The text; null where there is no such token. */
export function textOfTokens(tokens: readonly unknown[]): string | null {
  // Loaded for those who need it: it is large.
  ranks ??= (require('gpt-tokenizer/bpeRanks/cl100k_base') as { default: (string | number[])[] }).default
  const parts: Buffer[] = []
  for (const token of tokens) {
    const part = typeof token === 'number' ? (ranks[token] ?? special[token]) : undefined
    if (part === undefined) return null
    parts.push(typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))
  }
  return Buffer.concat(parts).toString('utf8')
}

/** Whether a provider, by its name or its model's, takes tokens as they are. */
export const takesTokens = (name: string): boolean =>
  /^(?:openai|azure|hosted_vllm|nebius|text-embedding-ada-002$)/.test(name)
