/** What Mistral's models that reason answer: lists of thoughts and words in the place of a text. */
import { asString, objectsOf, omit } from '../json.ts'
import type { Json, JsonObject } from '../translator.ts'

const textsOf = (parts: Json | undefined, type: string): string[] =>
  objectsOf(parts)
    .filter(part => part['type'] === type)
    .map(part => asString(part['text']) ?? '')

const thoughtsOf = (content: Json[], between: string): string[] =>
  objectsOf(content)
    .filter(part => part['type'] === 'thinking')
    .map(part => textsOf(part['thinking'], 'text').join(between))
    .filter(text => text !== '')

/** A whole message with its thoughts beside its words; an empty text stands for none. */
export function mistralMessage(message: JsonObject): JsonObject {
  const { content } = message
  if (content === '') return { ...message, content: null }
  if (!Array.isArray(content)) return message
  const thoughts = thoughtsOf(content, '\n').join('\n')
  const told = { ...message, content: textsOf(content, 'text').join('') }
  return thoughts === '' ? told : { ...told, reasoning_content: thoughts }
}

/** The same of a piece of a stream, whose thoughts LiteLLM also tells as blocks of its own. */
export function mistralDelta(delta: JsonObject): JsonObject {
  const { content } = delta
  if (!Array.isArray(content)) return delta
  const texts = textsOf(content, 'text')
  const thoughts = thoughtsOf(content, '')
  const bare = omit(delta, ['thinking_blocks', 'reasoning_content', 'content'])
  const said = texts.length === 0 ? bare : { ...bare, content: texts.join('') }
  if (thoughts.length === 0) return said
  const thinking_blocks = thoughts.map(thinking => ({ type: 'thinking', thinking, signature: 'mistral' }))
  return { ...said, reasoning_content: thoughts.join('\n'), thinking_blocks }
}
