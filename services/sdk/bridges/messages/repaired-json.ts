/** JSON that was cut off: its brackets are closed. */
import { parseJson } from '../../providers/json.ts'
import type { Json } from '../../providers/translator.ts'

/** The value of a text that lacks nothing but closing brackets; undefined where that does not help. */
export function repairedJson(text: string): Json | undefined {
  const open: string[] = []
  let within = false
  let escaped = false
  for (const char of text.trimEnd()) {
    if (escaped) escaped = false
    else if (char === '\\') escaped = within
    else if (char === '"') within = !within
    else if (within) continue
    else if (char === '{' || char === '[') open.push(char === '{' ? '}' : ']')
    else if (char === open.at(-1)) open.pop()
  }
  if (open.length === 0) return undefined
  return parseJson(text.trimEnd().replace(/,+$/, '') + open.toReversed().join(''))
}
