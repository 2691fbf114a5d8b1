/**
 * LiteLLM runs a tokenizer over what a provider has not counted. These pieces come near enough for a figure that it, too,
 * calls an estimate: a word, up to three digits, or a run of other signs is a token, and a long word is several.
 */
const pieces = /[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+/gu

/** About how many tokens a text has. */
export function estimatedTokens(text: string): number {
  return (text.match(pieces) ?? []).reduce((total, piece) => total + Math.ceil(piece.length / 12), 0)
}
