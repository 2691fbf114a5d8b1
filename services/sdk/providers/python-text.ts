/** Text as Python writes it: LiteLLM's clients see `json.dumps` and `repr` in tool arguments and error messages. */
import type { Json } from './translator.ts'

/** `json.dumps(value)`: spaces after separators, everything outside ASCII escaped. */
export function pythonJson(value: Json | undefined): string {
  return dumped(value, escaped)
}

/** `json.dumps(value, ensure_ascii=False)`. */
export function pythonJsonUnescaped(value: Json | undefined): string {
  return dumped(value, JSON.stringify)
}

function dumped(value: Json | undefined, text: (value: string) => string): string {
  if (Array.isArray(value)) return `[${value.map(item => dumped(item, text)).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    const items = Object.entries(value).filter(([, item]) => item !== undefined)
    return `{${items.map(([key, item]) => `${text(key)}: ${dumped(item, text)}`).join(', ')}}`
  }
  if (typeof value === 'string') return text(value)
  if (typeof value === 'number') return pythonNumber(value)
  return JSON.stringify(value ?? null)
}

/** `repr(value)`. */
export function pythonRepr(value: Json | undefined): string {
  if (Array.isArray(value)) return `[${value.map(pythonRepr).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    const items = Object.entries(value).filter(([, item]) => item !== undefined)
    return `{${items.map(([key, item]) => `${quoted(key)}: ${pythonRepr(item)}`).join(', ')}}`
  }
  if (typeof value === 'string') return quoted(value)
  if (typeof value === 'number') return pythonNumber(value)
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return 'None'
}

/** `str(value)`. */
export const pythonText = (value: Json | undefined): string => (typeof value === 'string' ? value : pythonRepr(value))

/** `repr(text.encode())`. */
export function pythonBytes(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  let out = ''
  for (const byte of new TextEncoder().encode(text)) {
    const char = String.fromCharCode(byte)
    if (char === '\n') out += '\\n'
    else if (char === '\r') out += '\\r'
    else if (char === '\t') out += '\\t'
    else if (char === '\\' || char === quote) out += `\\${char}`
    else if (byte < 0x20 || byte > 0x7e) out += `\\x${byte.toString(16).padStart(2, '0')}`
    else out += char
  }
  return `b${quote}${out}${quote}`
}

function escaped(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\uffff]/g, char =>
    char === '\u007f' ? char : `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  const inner = text
    .replaceAll('\\', '\\\\')
    .replaceAll(quote, `\\${quote}`)
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replaceAll(unprintable, escapedCharacter)
  return quote + inner + quote
}

// What Python does not print: control characters, separators but the space, and letters nobody has assigned.
const unprintable = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu

function escapedCharacter(char: string): string {
  const code = char.codePointAt(0) ?? 0
  const digits = code.toString(16)
  if (code < 0x100) return `\\x${digits.padStart(2, '0')}`
  return code < 0x10000 ? `\\u${digits.padStart(4, '0')}` : `\\U${digits.padStart(8, '0')}`
}

/** `str(float)`: a whole number keeps its `.0`, a small one gets an exponent. */
export function pythonFloat(value: number): string {
  const small = value !== 0 && Math.abs(value) < 1e-4
  const text = pythonNumber(small ? value.toExponential() : value)
  return Number.isInteger(value) && !text.includes('e') ? `${text}.0` : text
}

// Python pads exponents to two digits: 1e-07.
function pythonNumber(value: number | string): string {
  return String(value).replace(/e([+-])(\d)$/, 'e$10$2')
}

/** What Python calls the type of a value of JSON. */
export function pythonType(value: Json): string {
  if (value === null) return 'NoneType'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float'
  return { string: 'str', boolean: 'bool', object: 'dict' }[typeof value as 'string' | 'boolean' | 'object']
}
