/** Documents given by their addresses: OpenAI's wire takes their bytes, and LiteLLM fetches those. */
import { asObject, asString, isObject, omit } from '../json.ts'
import { dataUrlsOf } from '../remote-media.ts'
import type { Json, JsonObject, Target } from '../translator.ts'

/** LiteLLM leaves these two alone. */
export const fetchesDocuments = (provider: string): boolean => provider !== 'azure' && provider !== 'deepseek'

const addressOf = (part: Json): string | undefined => {
  const file = isObject(part) && part['type'] === 'file' ? asObject(part['file']) : undefined
  const id = asString(file?.['file_id'])
  return id !== undefined && /^(?:https?:\/\/|www\.)/.test(id) ? id : undefined
}

/** The messages with their users' documents in them. Throws `Missing`, and what LiteLLM says where fetching fails. */
export function withDocuments(
  messages: readonly JsonObject[],
  { materials }: Pick<Target, 'materials'>,
): readonly JsonObject[] {
  const parts = messages.flatMap(message => (message['role'] === 'user' ? listOf(message['content']) : []))
  const fetched = dataUrlsOf(
    parts.flatMap(part => addressOf(part) ?? []),
    materials,
  )
  if (fetched.size === 0) return messages
  return messages.map(message => {
    const content = message['content']
    if (message['role'] !== 'user' || !Array.isArray(content)) return message
    return { ...message, content: content.map(part => withBytes(part, fetched)) }
  })
}

const listOf = (content: Json | undefined): readonly Json[] => (Array.isArray(content) ? content : [])

function withBytes(part: Json, fetched: ReadonlyMap<string, string>): Json {
  const data = fetched.get(addressOf(part) ?? '')
  if (data === undefined || !isObject(part)) return part
  const file = omit(asObject(part['file']) ?? {}, ['file_id'])
  return { ...part, file: { ...file, file_data: data, filename: 'my_file.pdf' } }
}
