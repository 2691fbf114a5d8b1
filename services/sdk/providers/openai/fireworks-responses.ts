/** The Responses API at Fireworks: it knows one system prompt only, at the beginning (llms/fireworks_ai/responses). */
import { asString, isObject, objectsOf } from '../json.ts'
import { NotServed, type Json, type JsonObject, type Target } from '../translator.ts'
import { fireworksName } from './fireworks.ts'

/** The request with its instructions in one place. */
export function fireworksInstructed(request: JsonObject, { model, defaults }: Target): JsonObject {
  if (defaults['fireworks_forward_user_id'] === true) {
    throw new NotServed('The sdk backend does not tell Fireworks who asks.')
  }
  const { input, instructions, ...rest } = request
  const told = typeof instructions === 'string' || instructions === undefined
  const folded = told && Array.isArray(input) ? withFolded(input, instructions) : { input, instructions }
  return {
    ...rest,
    model: fireworksName(model),
    input: Array.isArray(folded.input) ? folded.input.map(asSystem) : (folded.input ?? null),
    ...(folded.instructions === undefined ? {} : { instructions: folded.instructions }),
  }
}

interface Folded {
  readonly input: Json | undefined
  readonly instructions: Json | undefined
}

function withFolded(items: readonly Json[], instructions: string | undefined): Folded {
  const roles = items.map(item => (isObject(item) ? asString(item['role']) : undefined))
  const texts = new Map(
    hoisted(roles).flatMap(index => {
      const text = textOf(items[index] ?? null)
      return text === undefined ? [] : [[index, text] as const]
    }),
  )
  if (texts.size === 0) return { input: [...items], instructions }
  const joined = [instructions, ...texts.values()].filter(Boolean).join('\n\n')
  return { input: items.filter((_, index) => !texts.has(index)), instructions: joined || undefined }
}

const instructs = (role: string | undefined): boolean => role === 'system' || role === 'developer'

/** What stands before the conversation, and what developers say in it; what follows its last answer stays. */
function hoisted(roles: readonly (string | undefined)[]): number[] {
  const first = roles.findIndex(role => !instructs(role))
  const leading = first === -1 ? roles.length : first
  const last = roles.findLastIndex((role, index) => index >= leading && !instructs(role))
  const closing = last !== -1 && roles[last] === 'assistant' ? last + 1 : roles.length
  return roles.flatMap((role, index) => (index < closing && (index < leading || role === 'developer') ? [index] : []))
}

/** The words of an instruction that is nothing but words. */
function textOf(item: Json): string | undefined {
  if (!isObject(item) || !instructs(asString(item['role']))) return undefined
  const { content } = item
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return undefined
  const parts = objectsOf(content)
  const plain = parts.length === content.length && parts.every(isText)
  return plain ? parts.flatMap(part => asString(part['text']) || []).join('\n\n') : undefined
}

const isText = ({ type, text }: JsonObject): boolean => type === 'input_text' && typeof text === 'string'

const asSystem = (item: Json): Json =>
  isObject(item) && item['role'] === 'developer'
    ? { role: 'system', content: item['content'] ?? null, type: 'message' }
    : item
