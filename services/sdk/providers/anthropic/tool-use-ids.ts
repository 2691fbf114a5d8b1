/** Ids of calls as Anthropic takes them, where others made them. */

/** Between a call's id and the signature of the thought behind it, where Gemini's wire put them together. */
const signatureMark = '__thought__'

/** An id Anthropic takes. */
export function toolUseId(id: string): string {
  return (id.split(signatureMark, 1)[0] ?? '').replaceAll(/[^a-zA-Z0-9_-]/g, '_') || 'tool_use_id'
}

/** The signature that an id carries. */
export function signatureOf(id: string): string | undefined {
  const at = id.indexOf(signatureMark)
  return at < 0 ? undefined : id.slice(at + signatureMark.length) || undefined
}
