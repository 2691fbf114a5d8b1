/** Parts of a chat's messages as parts of the Responses API's items. */
import { isObject, omit } from '../../providers/json.ts'
import { pythonRepr } from '../../providers/python-text.ts'
import type { Json, JsonObject } from '../../providers/translator.ts'

/** What the model behind the API takes. */
export interface PartRules {
  /** Marks of OpenAI's prompt caching. */
  readonly breakpoints: boolean
  /** Sounds. */
  readonly audio: boolean
  /** What is not in order is left out rather than sent. */
  readonly drop: boolean
}

/** A message that has no form in the API. */
export class ConversionFault extends Error {}

/** Whatever has the API's form already. */
const ownTypes = [
  'input_text',
  'input_image',
  'output_text',
  'refusal',
  'input_file',
  'computer_screenshot',
  'summary_text',
]

/** The parts of a content, as `role` says them. */
export function contentParts(content: Json, role: string, rules: PartRules): JsonObject[] {
  if (typeof content === 'string') return [text(content, role)]
  if (!Array.isArray(content)) return [text(pythonRepr(content), role)]
  const parts = rules.audio ? content : withoutAudio(content)
  return parts.flatMap(part => {
    if (typeof part === 'string') return [text(part, role)]
    return isObject(part) ? partOf(part, role, rules).map(made => marked(made, part, rules)) : []
  })
}

const text = (said: Json, role: string): JsonObject =>
  ['user', 'system', 'developer', 'tool'].includes(role)
    ? { type: 'input_text', text: said }
    : { type: 'output_text', text: said }

function partOf(part: JsonObject, role: string, rules: PartRules): JsonObject[] {
  const type = part['type'] || 'input_text'
  if (typeof type === 'string' && ownTypes.includes(type)) {
    return [rules.breakpoints ? part : omit(part, ['prompt_cache_breakpoint'])]
  }
  switch (type) {
    case 'text':
      return [text(part['text'] ?? '', role)]
    case 'image_url':
      return [imagePart(part['image_url'] ?? null)]
    case 'input_audio':
      return [{ type, input_audio: part['input_audio'] ?? null }]
    case 'image':
      return [{ ...part }]
    case 'file':
      return [filePart(part['file'] ?? null)]
    case 'tool_reference':
      return []
    default:
      return [text('text' in part ? (part['text'] ?? null) : pythonRepr(part), role)]
  }
}

function imagePart(image: Json): JsonObject {
  const url = isObject(image) ? (image['url'] ?? null) : image
  if (url === null) throw new ConversionFault(`Invalid image URL: ${pythonRepr(image)}`)
  const detail = (isObject(image) && image['detail']) || 'auto'
  return { image_url: url, detail, type: 'input_image' }
}

function filePart(file: Json): JsonObject {
  if (!isObject(file)) return { type: 'input_file' }
  const kept = Object.entries(file).filter(([key]) => ['file_id', 'file_data', 'filename'].includes(key))
  return { type: 'input_file', ...Object.fromEntries(kept) }
}

/** The part with the mark of the one it was made of, where the model reads such marks. */
function marked(
  made: JsonObject,
  { type, prompt_cache_breakpoint: mark = null }: JsonObject,
  rules: PartRules,
): JsonObject {
  const own = typeof type === 'string' && (ownTypes.includes(type) || type === 'image')
  if (own || !rules.breakpoints || mark === null || (rules.drop && !isBreakpoint(mark))) return made
  return { ...made, prompt_cache_breakpoint: mark }
}

const isBreakpoint = (mark: Json): boolean =>
  isObject(mark) && mark['mode'] === 'explicit' && (mark['ttl'] === undefined || mark['ttl'] === '30m')

const withMark = (part: JsonObject, mark: Json): JsonObject => ({ ...part, prompt_cache_breakpoint: mark })

const isAudio = (part: Json): part is JsonObject => isObject(part) && part['type'] === 'input_audio'

/** The parts without sounds; what a sound was marked with goes to the part before it. */
function withoutAudio(content: readonly Json[]): Json[] {
  const kept: Json[] = []
  let pending: Json = null
  for (const part of content.toReversed()) {
    if (isAudio(part)) {
      pending = pending ?? part['prompt_cache_breakpoint'] ?? null
      continue
    }
    const takes = pending !== null && isObject(part) && (part['prompt_cache_breakpoint'] ?? null) === null
    kept.unshift(takes ? withMark(part, pending) : part)
    pending = null
  }
  return kept
}
