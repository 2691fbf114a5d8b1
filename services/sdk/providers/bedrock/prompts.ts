/** Conversations as one text, as LiteLLM writes them for models that Bedrock invokes (prompt_templates/factory.py). */
import { asObject, asString, objectsOf } from '../json.ts'
import { promptFor } from '../plain/prompt.ts'
import { NotServed, RequestFault, type Json, type JsonObject } from '../translator.ts'
import { missingPart } from './errors.ts'

/** The conversation as a model of Amazon's, Meta's or Mistral's wants it: its name tells. */
export function modelPrompt(model: string, messages: readonly JsonObject[]): string {
  const name = model.toLowerCase()
  if (name.includes('amazon.titan-text')) return titan(messages)
  if (name.includes('anthropic.')) throw new NotServed('The sdk backend knows no prompts of the first Claude.')
  if (name.includes('mistral.')) return `<s>${turns(messages, mistral)}`
  if (name.includes('llama2') && name.includes('chat')) return llama2(messages)
  if (/llama[34]/.test(name) && name.includes('instruct')) return llama3(messages)
  for (const { content } of messages) plainText(content)
  return promptFor(model, messages)
}

function titan(messages: readonly JsonObject[]): string {
  const said = messages.map(({ role, content }) => {
    const words = plainText(content)
    if (role === 'user') return `\n\nUser: ${words}`
    return role === 'system' ? `\n\nUser: <admin>${words}</admin>` : `\n\nBot: ${words}`
  })
  const begin = messages[0]?.['role'] === 'assistant' ? '\n\nUser: ' : ''
  return begin + said.join('') + (messages.at(-1)?.['role'] === 'assistant' ? '' : '\n\nBot: ')
}

type Around = readonly [before: string, after: string]

const mistral = {
  system: ['[INST] \n', ' [/INST]\n'],
  user: ['[INST] ', ' [/INST]\n'],
  assistant: [' ', '</s> '],
} as const

function llama2(messages: readonly JsonObject[]): string {
  const words = {
    system: ['[INST] <<SYS>>\n', '\n<</SYS>>\n [/INST]\n'],
    user: ['[INST] ', ' [/INST]\n'],
    assistant: ['', '\n</s>'],
  } as const
  return messages.reduce((text, message, at) => {
    const again = message['role'] === 'system' && messages[at - 1]?.['role'] === 'assistant' ? '<s>' : ''
    return text + again + turns([message], words)
  }, '<s>')
}

const header = (role: string): string => `<|start_header_id|>${role}<|end_header_id|>\n\n`

function llama3(messages: readonly JsonObject[]): string {
  const said = messages.map(
    ({ role, content = '' }) => `${header(asString(role) ?? '')}${plainText(content).trim()}<|eot_id|>`,
  )
  return `<|begin_of_text|>${said.join('')}${header('assistant')}`
}

function turns(messages: readonly JsonObject[], around: Readonly<Record<string, Around>>): string {
  return messages
    .map(({ role, content }) => {
      const [before, after] = around[asString(role) ?? ''] ?? ['', '']
      const parts = objectsOf(content).map(part => asString(part['text']) ?? '')
      return before + (typeof content === 'string' ? content : parts.join('')) + after
    })
    .join('')
}

/** Lists of parts are written down as Python shows them, which is no prompt for anybody. */
function plainText(content: Json | undefined): string {
  if (typeof content === 'string') return content
  if (content === undefined) throw missingPart('content')
  throw new NotServed('The sdk backend makes one text only of messages that are texts.')
}

/** What was said, one after the other, whoever said it. */
export const saidPrompt = (messages: readonly JsonObject[]): string =>
  messages.map(({ content }) => plainText(content)).join('')

/** What was said, a paragraph each; what tools have found is no part of it. */
export function coherePrompt(messages: readonly JsonObject[]): string {
  const said = messages.filter(({ role, content }) => role !== 'tool' && content !== undefined && content !== '')
  return said
    .map(({ content }) => plainText(content))
    .join('\n\n')
    .trimEnd()
}

const qwenTurn = (role: string, words: string): string => `<|im_start|>${role}\n${words}<|im_end|>`

/** The conversation as Qwen wants it. */
export function qwenPrompt(messages: readonly JsonObject[]): string {
  const said = messages.flatMap(({ role, content = '', tool_calls: calls }) => {
    if (role === 'user') return [qwenTurn('user', Array.isArray(content) ? qwenParts(content) : plainText(content))]
    if (role === 'assistant' && Array.isArray(calls) && calls.length > 0) {
      return objectsOf(calls).map(call => qwenTurn('assistant', qwenCall(asObject(call['function']) ?? {})))
    }
    return role === 'system' || role === 'assistant' || role === 'tool' ? [qwenTurn(role, plainText(content))] : []
  })
  return [...said, '<|im_start|>assistant\n'].join('\n')
}

const qwenCall = ({ name = '', arguments: given = '' }: JsonObject): string =>
  `<tool_call>\n{"name": "${asString(name)}", "arguments": "${asString(given)}"}\n</tool_call>`

function qwenParts(parts: Json): string {
  const words = objectsOf(parts).map(({ type, text }) => {
    if (type === 'text') return asString(text) ?? ''
    return type === 'image_url' ? '<|vision_start|><|image_pad|><|vision_end|>' : ''
  })
  return words.join('')
}

const begin = '<｜begin▁of▁sentence｜>'
const end = '<｜end▁of▁sentence｜>'

/** The conversation as DeepSeek's R1 wants it: it is to think first. */
export function deepseekPrompt(messages: readonly JsonObject[]): string {
  if (messages.some(({ content }) => content === undefined)) {
    const told = "Error rendering template - 'dict object' has no attribute 'content'"
    throw new RequestFault(told, { status: 500, litellmClass: 'APIConnectionError', type: 'internal_server_error' })
  }
  const system = messages.findLast(({ role }) => role === 'system')
  const written: Written = { text: begin + (system ? plainText(system['content']) : ''), found: false, first: true }
  for (const { role, content } of messages) deepseekTurn(role, plainText(content), written)
  return written.text + (written.found ? '<｜tool▁outputs▁end｜>' : '<｜Assistant｜><think>\n')
}

interface Written {
  text: string
  /** The last turn is what a tool has found; and none has been told yet. */
  found: boolean
  first: boolean
}

function deepseekTurn(role: Json | undefined, words: string, written: Written): void {
  if (role === 'user') {
    written.found = false
    written.text += `<｜User｜>${words}`
  } else if (role === 'assistant') {
    written.text += written.found
      ? `<｜tool▁outputs▁end｜>${words}${end}`
      : `<｜Assistant｜>${words.split('</think>').at(-1)}${end}`
    written.found = false
  } else if (role === 'tool') {
    const begun = written.first ? '<｜tool▁outputs▁begin｜>' : '\n'
    written.text += `${begun}<｜tool▁output▁begin｜>${words}<｜tool▁output▁end｜>`
    written.found = true
    written.first = false
  }
}
