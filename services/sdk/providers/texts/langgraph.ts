/** LangGraph's server: an assistant is run on the conversation. */
import { asObject, asString, isObject, objectsOf } from '../json.ts'
import { jsonFault, litellmFault } from '../litellm-errors.ts'
import { ownCounts } from '../plain/counts.ts'
import { wordsOf } from '../plain/prompt.ts'
import type { Piece } from '../plain/stream.ts'
import { plainTranslator } from '../plain/wire.ts'
import { pythonJson } from '../python-text.ts'
import type { Json, JsonObject, Translator } from '../translator.ts'

const roles: Readonly<Record<string, string>> = { assistant: 'assistant', system: 'system' }

export const langgraphTranslator: Translator = plainTranslator({
  takes: 'stream',
  headers: ({ apiKey }) => (apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
  hidesErrors: 'whole',
  quotesBytes: true,
  endsByItself: true,
  request({ messages, target, own, streams }) {
    const { assistant_id, config, thread_id } = own
    const { model } = target
    return {
      url: `${target.apiBase.replace(/\/+$/, '')}/runs/${streams ? 'stream' : 'wait'}`,
      body: {
        assistant_id: assistant_id || (model.includes('/') ? model.slice(model.indexOf('/') + 1) : model),
        input: { messages: messages.map(told) },
        ...(config === undefined ? {} : { config }),
        ...(thread_id === undefined ? {} : { thread_id }),
      },
    }
  },
  answer(body, chat) {
    const content = lastWords(body)
    return { message: { content }, counts: ownCounts(chat, content, 'gpt-3.5-turbo') }
  },
  readAny: () => readPiece,
  notJson: (_raw, target) =>
    litellmFault('APIConnectionError', 500, `LanggraphException - Error processing response: ${jsonFault}`, target),
})

function told({ role, content, metadata }: JsonObject): JsonObject {
  const about = asObject(metadata)
  return {
    role: roles[asString(role) ?? ''] ?? 'human',
    content: wordsOf(content),
    ...(about && Object.keys(about).length > 0 ? { metadata: about } : {}),
  }
}

const speaks = (message: JsonObject): boolean => message['type'] === 'ai' || message['role'] === 'assistant'

function lastWords(body: JsonObject): string {
  const said =
    objectsOf(body['messages']).findLast(speaks) ??
    objectsOf(asObject(body['values'])?.['messages']).findLast(({ type }) => type === 'ai')
  return said ? (asString(said['content']) ?? '') : pythonJson(body)
}

function readPiece(event: Json): Piece | null {
  if (isObject(event)) {
    if ('content' in event) return { text: asString(event['content']) ?? '' }
    const last = objectsOf(event['messages']).at(-1)
    return last?.['type'] === 'ai' ? { text: asString(last['content']) ?? '' } : null
  }
  if (!Array.isArray(event)) return null
  const [kind, payload] = event
  if (kind === 'metadata') return isObject(payload) && 'run_id' in payload ? { finish: 'stop' } : null
  if (kind !== 'messages' || !Array.isArray(payload)) return null
  const texts = payload.map(item => asObject(Array.isArray(item) ? item[0] : item)).flatMap(partOf)
  return texts[0] === undefined ? null : { text: texts[0] }
}

function partOf(message: JsonObject | undefined): string[] {
  const text = asString(message?.['content'])
  return text && (message?.['type'] === 'ai' || message?.['type'] === 'AIMessageChunk') ? [text] : []
}
