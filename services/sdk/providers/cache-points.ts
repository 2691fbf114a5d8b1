/** Where the configuration wants the cache to begin: LiteLLM marks those messages as if the client had. */
import { asObject, isObject, objectsOf } from './json.ts'
import { NotServed, type Json, type JsonObject, type Target } from './translator.ts'

const key = 'cache_control_injection_points'

/** Anthropic takes no more marks. */
const mostMarks = 4

/** The points of a request or of its deployment. */
export const cachePointsOf = (chat: JsonObject, { defaults }: Pick<Target, 'defaults'>): JsonObject[] =>
  objectsOf(chat[key] ?? defaults[key])

/** A chat with its marks. Points for other places than messages stay under their name, while a mark is left for them. */
export function withCachePoints(chat: JsonObject, target: Target): JsonObject {
  const points = cachePointsOf(chat, target)
  if (points.length === 0 || !Array.isArray(chat['messages'])) return chat
  // Its newer models are marked otherwise, if it is OpenAI that answers.
  if (target.provider === 'openai') throw new NotServed('The sdk backend marks no messages for OpenAI’s cache.')
  const elsewhere = points.filter(({ location }) => location !== 'message')
  const tools = objectsOf(chat['tools']).filter(tool => isMarked(tool) || isMarked(asObject(tool['function']) ?? {}))
  const outside = tools.length + (isObject(chat['cache_control']) ? 1 : 0)
  const room = mostMarks - outside - elsewhere.filter(isForTools).length
  const messages = marked(chat['messages'], points, room)
  const isFull = marksIn(messages) + outside >= mostMarks
  return { ...chat, messages, [key]: elsewhere.filter(point => !isFull || !isForTools(point)) }
}

export const isForTools = ({ location }: JsonObject): boolean => location === 'tool_config'

function marked(given: readonly Json[], points: readonly JsonObject[], room: number): Json[] {
  const messages = [...given]
  let used = marksIn(messages)
  for (const point of points.filter(({ location }) => location === 'message')) {
    const control = asObject(point['control']) ?? { type: 'ephemeral' }
    for (const at of placesOf(point, messages)) {
      const message = messages[at]
      if (used >= room || !isObject(message) || marksIn([message]) > 0) continue
      const changed = withMark(message, control)
      messages[at] = changed
      used += marksIn([changed])
    }
  }
  return messages
}

/** The messages a point means: the one of a number, from the end where it is negative, or all of a role. */
function placesOf({ index, role }: JsonObject, messages: readonly Json[]): number[] {
  const number = typeof index === 'string' && /^[+-]?\d+$/.test(index.trim()) ? Number(index) : index
  if (typeof number === 'number') {
    const at = number < 0 ? number + messages.length : number
    return at >= 0 && at < messages.length ? [at] : []
  }
  if (role === undefined || role === null) return []
  return messages.flatMap((message, at) => (isObject(message) && message['role'] === role ? [at] : []))
}

function withMark(message: JsonObject, control: JsonObject): JsonObject {
  const { content } = message
  if (typeof content === 'string') return { ...message, cache_control: control }
  const last = Array.isArray(content) ? content.at(-1) : undefined
  if (!Array.isArray(content) || !isObject(last)) return message
  return { ...message, content: [...content.slice(0, -1), { ...last, cache_control: control }] }
}

const isMarked = (value: JsonObject): boolean =>
  (value['cache_control'] ?? value['prompt_cache_breakpoint'] ?? undefined) !== undefined

function marksIn(messages: readonly Json[]): number {
  const within = messages
    .filter(isObject)
    .flatMap(message => [message, ...objectsOf(message['content']), ...objectsOf(message['tool_calls'])])
  return within.filter(isMarked).length
}
