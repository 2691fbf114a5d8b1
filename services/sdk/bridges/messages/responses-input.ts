/** A conversation of Anthropic's as input items of the Responses API. */
import { asObject, asString, objectsOf } from '../../providers/json.ts'
import { boundary, placeholder } from '../../providers/openai/tool-messages.ts'
import { pythonJson } from '../../providers/python-text.ts'
import type { Json, JsonObject } from '../../providers/translator.ts'
import { cleanHistory } from '../../providers/anthropic/history.ts'
import { isThinking, sealedReasoning } from '../../providers/anthropic/sealed-reasoning.ts'
import { addressOf, withBreakpoint } from './content.ts'

/** The input, without the system prompt. */
export function responsesInput(messages: Json | undefined): JsonObject[] {
  return cleanHistory(messages).flatMap(({ role, content }) => {
    switch (role) {
      case 'system':
        return messageItem('system', systemParts(content))
      case 'user':
        return userItems(content)
      case 'assistant':
        return assistantItems(content)
      default:
        return []
    }
  })
}

/** A message item; none where it has no content. */
export const messageItem = (role: string, content: JsonObject[]): JsonObject[] =>
  content.length > 0 ? [{ type: 'message', role, content }] : []

/** The text of system blocks as content parts. */
export function systemParts(content: Json | undefined): JsonObject[] {
  if (typeof content === 'string') return content ? [{ type: 'input_text', text: content }] : []
  return objectsOf(content)
    .filter(block => block['type'] === 'text' && Boolean(block['text']))
    .map(block => withBreakpoint({ type: 'input_text', text: block['text'] }, block))
}

function userItems(content: Json | undefined): JsonObject[] {
  if (typeof content === 'string') return messageItem('user', [{ type: 'input_text', text: content }])
  const blocks = objectsOf(content)
  const results = blocks.filter(block => block['type'] === 'tool_result')
  const images = results.flatMap(block => imageParts(block['content']))
  return [
    ...results.map(resultItem),
    ...(images.length > 0 ? messageItem('user', [{ type: 'input_text', text: boundary }, ...images]) : []),
    ...messageItem('user', blocks.flatMap(userPart)),
  ]
}

function userPart(block: JsonObject): JsonObject[] {
  switch (block['type']) {
    case 'text':
      return [withBreakpoint({ type: 'input_text', text: block['text'] ?? '' }, block)]
    case 'image':
      return imageUrl(block).map(part => withBreakpoint(part, block))
    case 'document':
      return filePart(block).map(part => withBreakpoint(part, block))
    default:
      return []
  }
}

function imageUrl(block: JsonObject): JsonObject[] {
  const url = addressOf(block['source'])
  return url === undefined ? [] : [{ type: 'input_image', image_url: url }]
}

function filePart(block: JsonObject): JsonObject[] {
  const source = asObject(block['source'])
  const url = asString(source?.['url'])
  if (source?.['type'] === 'url') return url ? [{ type: 'input_file', file_url: url }] : []
  const data = asString(source?.['data'])
  if (source?.['type'] !== 'base64' || !data) return []
  const filename = asString(block['title']) || 'document.pdf'
  const type = asString(source['media_type']) || 'application/pdf'
  return [{ type: 'input_file', filename, file_data: `data:${type};base64,${data}` }]
}

const ofType = (content: Json | undefined, type: string): JsonObject[] =>
  objectsOf(content).filter(block => block['type'] === type)

const imageParts = (content: Json | undefined): JsonObject[] => ofType(content, 'image').flatMap(imageUrl)

// The API takes no images in a tool's result: they follow as a message of their own.
function resultItem(block: JsonObject): JsonObject {
  const content = block['content']
  const said = typeof content === 'string' ? content : textsOf(content).join('\n')
  const images = imageParts(content).length > 0
  const text = images ? [said, placeholder].filter(Boolean).join('\n') : said
  const files = ofType(content, 'document').flatMap(filePart)
  const parts = [...(text ? [{ type: 'input_text', text }] : []), ...files]
  return {
    type: 'function_call_output',
    call_id: block['tool_use_id'] ?? '',
    output: files.length > 0 ? parts : text,
  }
}

const textsOf = (content: Json | undefined): string[] =>
  ofType(content, 'text').map(block => asString(block['text']) ?? '')

function assistantItems(content: Json | undefined): JsonObject[] {
  if (typeof content === 'string') return messageItem('assistant', [{ type: 'output_text', text: content }])
  const blocks = objectsOf(content)
  const texts = textsOf(content).map(text => ({ type: 'output_text', text }))
  return [...thoughtsAndCalls(blocks), ...messageItem('assistant', texts)]
}

/** The thoughts and calls of an assistant's blocks, in their order. */
export function thoughtsAndCalls(blocks: readonly JsonObject[]): JsonObject[] {
  const items: JsonObject[] = []
  let open: JsonObject | null = null
  for (const block of blocks) {
    const text = block['type'] === 'thinking' ? asString(block['thinking']) : undefined
    const summary = text ? [{ type: 'summary_text', text }] : []
    const encrypted = sealedReasoning(block)
    if (!isThinking(block)) {
      open = null
      if (block['type'] === 'tool_use') items.push(callItem(block))
    } else if (encrypted !== null) {
      open = null
      if (encrypted || summary.length > 0) items.push({ type: 'reasoning', summary, ...sealedIn(encrypted) })
    } else if (open !== null) {
      open['summary'] = [...objectsOf(open['summary']), ...summary]
    } else if (summary.length > 0) {
      open = { type: 'reasoning', summary }
      items.push(open)
    }
  }
  return items
}

const sealedIn = (encrypted: string): JsonObject => (encrypted ? { encrypted_content: encrypted } : {})

function callItem(block: JsonObject): JsonObject {
  return {
    type: 'function_call',
    call_id: block['id'] ?? '',
    name: block['name'] ?? '',
    arguments: pythonJson(block['input'] ?? {}),
  }
}
