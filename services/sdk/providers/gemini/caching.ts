/**
 * Caching by marks: what a conversation marks with `cache_control` is kept at Google as contents of their own, looked up
 * by a name made of them, and the request names those instead (LiteLLM: llms/vertex_ai/context_caching).
 */
import { createHash } from 'node:crypto'
import { findModel } from '../../models/table.ts'
import { asObject, asString, isObject, objectsOf, parseJson } from '../json.ts'
import { type Fetched, gathered, type ProviderCall } from '../materials.ts'
import { pythonRepr } from '../python-text.ts'
import { countPromptTokens, countTokens } from '../tokens.ts'
import { type Json, type JsonObject, NotServed, type ProviderFault, type Target } from '../translator.ts'
import { splitSystem } from './contents.ts'

/** Where contents are kept, and for which model they are, by its whole name. */
export interface CachePlace {
  readonly url: string
  readonly model: string
}

/** What the marked messages come with: they are kept together with the tools. */
interface Beside {
  readonly tools: Json | undefined
  readonly toolConfig: Json | undefined
}

export interface CacheParts extends Beside {
  readonly headers: Record<string, string>
  readonly place: CachePlace
  readonly provider: string
  readonly takesSystem: boolean
  contents(messages: readonly JsonObject[]): JsonObject[]
  fault(status: number, raw: string): ProviderFault
}

/** The messages that are still to be sent, and the name of the rest; null where nothing is to be cached. */
export function cachedPrompt(
  messages: readonly JsonObject[],
  parts: CacheParts,
  { model, materials }: Target,
): { rest: readonly JsonObject[]; name: Json } | null {
  const first = messages.findIndex(isMarked)
  if (first === -1) return null
  const after = messages.findIndex((message, at) => at > first && !isMarked(message))
  const end = after === -1 ? messages.length : after
  const marked = messages.slice(first, end)
  if (!endsWithUser(marked) || !isLongEnough(marked, parts, model)) return null
  const rest = [...messages.slice(0, first), ...messages.slice(end)]
  const key = cacheKey(marked, parts, model)
  const ask = (call: Omit<ProviderCall, 'kind' | 'headers'>): Fetched | undefined =>
    gathered([{ kind: 'call', headers: parts.headers, ...call }], materials)[0]
  const known = lookedUp(key, parts, ask)
  if (known !== null) return { rest, name: known }
  const made = readAnswer(ask({ method: 'POST', url: parts.place.url, body: contentsOf(marked, key, parts) }), parts)
  return { rest, name: made['name'] ?? null }
}

const isEphemeral = (mark: Json | undefined): boolean => asObject(mark)?.['type'] === 'ephemeral'

function isMarked({ cache_control: mark, content }: JsonObject): boolean {
  if (isEphemeral(mark)) return true
  return objectsOf(content).some(part => part['type'] === 'text' && isEphemeral(part['cache_control']))
}

/** Google refuses contents that end with the model's turn, which results of tools are to it as well. */
function endsWithUser(messages: readonly JsonObject[]): boolean {
  const last = messages.findLast(({ role }) => role !== 'system')
  return last === undefined || !['assistant', 'tool', 'function'].includes(asString(last['role']) ?? '')
}

const usualLeast = 1024

/** Google keeps only contents of some length. */
function isLongEnough(messages: readonly JsonObject[], { tools, provider }: CacheParts, model: string): boolean {
  const least = Number(findModel(provider, model)?.entry['prompt_cache_min_tokens'] ?? usualLeast)
  const spoken = countPromptTokens(messages, model)
  if (spoken >= least) return true
  if (tools === undefined) return false
  // LiteLLM counts tools as a text of its own making, which is shorter than they are.
  if (spoken + countTokens(JSON.stringify(tools), model) * 2 < least) return false
  throw new NotServed('The sdk backend cannot count these tools for caching.')
}

const told = (name: string, value: Json | undefined): string =>
  value === undefined ? '' : `${name}: ${pythonRepr(value)}`

/** The name under which LiteLLM looks for the contents: both backends find what the other has kept. */
function cacheKey(messages: readonly JsonObject[], { tools, toolConfig }: Beside, model: string): string {
  const text = `messages: ${pythonRepr([...messages])}${told('tools', tools)}${told('tool_choice', toolConfig)}model: ${model}`
  return createHash('sha256').update(text).digest('hex')
}

/** So many pages of what is kept are looked through. */
const mostPages = 100

function lookedUp(
  key: string,
  parts: CacheParts,
  ask: (call: Omit<ProviderCall, 'kind' | 'headers'>) => Fetched | undefined,
): Json | null {
  const { url } = parts.place
  let page = ''
  for (let count = 0; count < mostPages; count += 1) {
    const answer = ask({
      method: 'GET',
      url: page === '' ? url : `${url}${url.includes('?') ? '&' : '?'}pageToken=${page}`,
      body: null,
    })
    // Who may not look may still keep something.
    if (answer?.kind === 'answer' && answer.status === 403) return null
    const list = readAnswer(answer, parts)
    const found = objectsOf(list['cachedContents']).find(one => one['displayName'] === key)
    if (found) return found['name'] || null
    page = list['cachedContents'] === undefined ? '' : (asString(list['nextPageToken']) ?? '')
    if (page === '') return null
  }
  return null
}

function readAnswer(answer: Fetched | undefined, { fault }: CacheParts): JsonObject {
  if (answer?.kind !== 'answer') throw fault(500, answer && 'because' in answer ? answer.because : '')
  const text = Buffer.from(answer.content, 'base64').toString('utf8')
  if (answer.status >= 300) throw fault(answer.status, text)
  const body = parseJson(text)
  return isObject(body) ? body : {}
}

function contentsOf(marked: readonly JsonObject[], key: string, parts: CacheParts): JsonObject {
  const { tools = null, toolConfig, takesSystem, place } = parts
  const { system, rest } = splitSystem(marked, takesSystem)
  const ttl = ttlOf(marked)
  return {
    contents: parts.contents(rest),
    model: place.model,
    displayName: key,
    ...(ttl === undefined ? {} : { ttl }),
    ...(system ? { system_instruction: system } : {}),
    tools,
    ...(toolConfig === undefined ? {} : { toolConfig }),
  }
}

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 }

/** How long the contents are to be kept: the first mark that says so. */
function ttlOf(messages: readonly JsonObject[]): string | undefined {
  const marks = messages.flatMap(({ content }) => objectsOf(content).map(part => asObject(part['cache_control'])))
  return marks.flatMap(mark => (isEphemeral(mark) ? (seconds(mark?.['ttl']) ?? []) : []))[0]
}

function seconds(ttl: Json | undefined): string | undefined {
  const found = /^([0-9]*\.?[0-9]+)([smh])$/.exec(asString(ttl) ?? '')
  const value = Number(found?.[1]) * (units[found?.[2] ?? ''] ?? 0)
  if (!(value > 0) || value > 2 ** 37) return undefined
  return `${value.toFixed(9).replace(/0+$/, '').replace(/\.$/, '')}s`
}
