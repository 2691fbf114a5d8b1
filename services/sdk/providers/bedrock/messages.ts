/** A conversation as Converse's messages and system. */
import { asString, isObject, objectsOf } from '../json.ts'
import { pythonRepr } from '../python-text.ts'
import { RequestFault, type Json, type JsonObject } from '../translator.ts'
import { cachePoint } from './cache-point.ts'
import { anthropicDocument, fileBlock, imageBlock } from './media.ts'
import { toolResult, toolUses } from './tools.ts'

/** The turns: consecutive messages of one side are one. Throws for a conversation that has none. */
export function converseMessages(messages: readonly JsonObject[], model: string): JsonObject[] {
  if (messages.length === 0) throw invalid('bedrock requires at least one non-system message')
  const turns: { role: string; content: JsonObject[] }[] = []
  const say = (role: string, content: JsonObject[]): void => {
    const last = turns.at(-1)
    if (content.length === 0) return
    if (role === 'user' && last?.role === 'user') last.content.push(...content)
    else turns.push({ role, content })
  }
  let at = 0
  const take = (role: string): JsonObject[] => {
    const from = at
    while (at < messages.length && messages[at]?.['role'] === role) at += 1
    return messages.slice(from, at)
  }
  while (at < messages.length) {
    const from = at
    say(
      'user',
      take('user').flatMap(message => userBlocks(message, model)),
    )
    say(
      'user',
      unique(
        take('tool').flatMap(message => resultBlocks(message, model)),
        'toolResult',
      ),
    )
    const said = take('assistant').reduce<JsonObject[]>(
      (blocks, message) => assistantBlocks(blocks, message, model),
      [],
    )
    say('assistant', sorted(unique(said, 'toolUse')))
    if (at === from) throw invalid(`passed in ${pythonRepr(messages[at])}`)
  }
  return renamedDocuments(turns).map(turn => (turn.role === 'user' ? withText(turn) : turn))
}

const invalid = (text: string): RequestFault => new RequestFault(`Invalid Message ${text}`)

const isBlank = (part: JsonObject): boolean => part['type'] === 'text' && !asString(part['text'])?.trim()

function userBlocks(message: JsonObject, model: string): JsonObject[] {
  const content = message['content']
  if (typeof content === 'string') {
    return content === '' ? [] : [{ text: content }, ...cachePoint(message['cache_control'], model)]
  }
  return objectsOf(content)
    .filter(part => !isBlank(part))
    .flatMap(part => [...userBlock(part), ...cachePoint(part['cache_control'], model)])
}

function userBlock(part: JsonObject): JsonObject[] {
  switch (part['type']) {
    case 'text':
    case 'grounding_source':
    case 'query':
      return [{ text: part['text'] }]
    case 'guarded_text':
      return [{ guardContent: { text: { text: part['text'] } } }]
    case 'image_url':
      return [imageBlock(part['image_url'])]
    case 'file':
      return [fileBlock(part)]
    case 'document':
      return [anthropicDocument(part)]
    default:
      return []
  }
}

function resultBlocks(message: JsonObject, model: string): JsonObject[] {
  const within = objectsOf(message['content']).find(part => part['cache_control'] !== undefined)
  const control = message['cache_control'] ?? within?.['cache_control']
  return [toolResult(message), ...cachePoint(control, model)]
}

function assistantBlocks(before: readonly JsonObject[], message: JsonObject, model: string): JsonObject[] {
  const content = message['content']
  const blocks = [...before, ...thoughts(message['thinking_blocks'])]
  if (typeof content === 'string' && content.trim() !== '') {
    blocks.push({ text: content }, ...cachePoint(message['cache_control'], model))
  }
  for (const part of objectsOf(content)) {
    if (!isBlank(part)) blocks.push(...assistantBlock(part), ...cachePoint(part['cache_control'], model))
  }
  return [...blocks, ...toolUses(message['tool_calls'], model)]
}

function assistantBlock(part: JsonObject): JsonObject[] {
  switch (part['type']) {
    case 'thinking':
      return thoughts([part])
    case 'text':
      return [{ text: part['text'] }]
    case 'image_url':
      return [imageBlock(part['image_url'])]
    default:
      return []
  }
}

/** Thoughts that are signed; others are plain text to Bedrock, and come before them. */
function thoughts(blocks: Json | undefined): JsonObject[] {
  const all = objectsOf(blocks).map(block => ({
    text: asString(block['thinking']) ?? '',
    signature: block['signature'],
  }))
  const unsigned = all.filter(({ signature }) => !signature)
  return [
    ...unsigned.filter(({ text }) => text.trim() !== '').map(({ text }) => ({ text })),
    ...all
      .filter(({ signature }) => signature)
      .map(({ text, signature }) => ({ reasoningContent: { reasoningText: { text, signature } } })),
  ]
}

/** Of blocks with the same id the first. */
function unique(blocks: readonly JsonObject[], key: 'toolUse' | 'toolResult'): JsonObject[] {
  const seen = new Set<Json>()
  return blocks.filter(block => {
    const keyed = block[key]
    const id = isObject(keyed) ? keyed['toolUseId'] : undefined
    if (!id) return true
    const fresh = !seen.has(id)
    seen.add(id)
    return fresh
  })
}

const rank = (block: JsonObject): number =>
  'reasoningContent' in block ? 0 : 'toolUse' in block || 'cachePoint' in block ? 2 : 1

/** Thoughts, then words, then calls: Bedrock takes them in no other order. */
function sorted(blocks: readonly JsonObject[]): JsonObject[] {
  return blocks.toSorted((a, b) => rank(a) - rank(b))
}

type Turn = { role: string; content: JsonObject[] }

const nameOf = (block: JsonObject): string | undefined =>
  isObject(block['document']) ? asString(block['document']['name']) : undefined

/** Bedrock refuses two documents of one name. */
function renamedDocuments(turns: readonly Turn[]): Turn[] {
  const used = new Set(turns.flatMap(({ content }) => content.flatMap(block => nameOf(block) ?? [])))
  const counts = new Map<string, number>()
  const rename = (block: JsonObject): JsonObject => {
    const name = nameOf(block)
    if (name === undefined || !isObject(block['document'])) return block
    let count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    if (count === 1) return block
    while (used.has(`${name}_${count}`)) count += 1
    used.add(`${name}_${count}`)
    return { document: { ...block['document'], name: `${name}_${count}` } }
  }
  return turns.map(turn => ({ ...turn, content: turn.content.map(rename) }))
}

/** Bedrock wants words beside a document. */
function withText(turn: Turn): Turn {
  const { content } = turn
  if (!content.some(block => 'document' in block) || content.some(block => 'text' in block)) return turn
  const cut = 'cachePoint' in (content.at(-1) ?? {}) ? content.length - 1 : content.length
  return { ...turn, content: [...content.slice(0, cut), { text: '.' }, ...content.slice(cut)] }
}
