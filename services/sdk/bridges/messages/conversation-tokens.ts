/** The tokens of a conversation in Anthropic's words, as LiteLLM counts them (litellm/litellm_core_utils/token_counter.py). */
import { asObject, asString, isObject, objectsOf } from '../../providers/json.ts'
import { pythonRepr } from '../../providers/python-text.ts'
import { countTokens } from '../../providers/tokens.ts'
import { NotServed, type Json, type JsonObject } from '../../providers/translator.ts'
import { toolDefinitions } from './tool-definitions.ts'

const perMessage = 3
const perAnswer = 3
const perTools = 9
/** What a system message saves beside tools. */
const savedBySystem = 4

/** The tokens of messages and tools. Throws `NotServed` where pictures and documents would have to be read. */
export function conversationTokens(messages: readonly JsonObject[], tools: Json | undefined, model: string): number {
  const defined = objectsOf(tools)
  const hasSystem = messages.some(({ role }) => role === 'system')
  const ofTools = countTokens(toolDefinitions(defined), model) + perTools - (hasSystem ? savedBySystem : 0)
  return sum(messages, message => messageTokens(message, model)) + perAnswer + (defined.length > 0 ? ofTools : 0)
}

/** More tokens than a conversation can have: none is shorter than a byte, and no picture has so many. */
export function mostTokens(messages: readonly JsonObject[], tools: Json | undefined): number {
  const pictures = messages.flatMap(({ content }) => objectsOf(content)).length
  return Buffer.byteLength(JSON.stringify([messages, tools ?? null])) + 20 * messages.length + 3000 * pictures + 100
}

function messageTokens(message: JsonObject, model: string): number {
  return Object.entries(message).reduce((total, [key, value]) => {
    if (typeof value === 'string') return total + countTokens(value, model) + (key === 'name' ? 1 : 0)
    return key === 'content' ? total + contentTokens(value, model) : total
  }, perMessage)
}

function contentTokens(content: Json | undefined, model: string): number {
  if (typeof content === 'string') return countTokens(content, model)
  if (!Array.isArray(content)) return 0
  return sum(content, block =>
    isObject(block) ? blockTokens(block, model) : countTokens(asString(block) ?? '', model),
  )
}

function blockTokens(block: JsonObject, model: string): number {
  const count = (value: Json | undefined): number => countTokens(asString(value) ?? '', model)
  switch (block['type']) {
    case 'text':
      return count(block['text'])
    case 'tool_use': {
      const input = asObject(block['input'])
      const caller = asObject(block['caller'])
      return count(block['name']) + count(input && pythonRepr(input)) + count(caller && pythonRepr(caller))
    }
    case 'tool_result':
      return contentTokens(block['content'], model)
    case 'thinking':
    case 'redacted_thinking':
      return count(block['thinking'])
    case 'tool_reference':
      return count(block['tool_name'])
    default:
      throw new NotServed('The sdk backend cannot count every block of this conversation.')
  }
}

const sum = <T>(items: readonly T[], count: (item: T) => number): number =>
  items.reduce((total, item) => total + count(item), 0)
