/** Models that continue a text: how each is told a conversation, and where its answer is (LiteLLM: invoke_transformations). */
import { asObject, asString, objectsOf } from '../json.ts'
import { NotServed, type Json, type JsonObject } from '../translator.ts'

/** What a model has said, and why it stopped where it tells. */
export interface Continued {
  readonly text: Json | undefined
  readonly finish?: Json | undefined
}

/** An answer that is none, in Python's words. */
export class Unreadable extends Error {}

export interface TextFamily {
  /** OpenAI's parameters by its own names; others it does not take. */
  readonly names: Readonly<Record<string, string>>
  /** The conversation as a text. */
  prompt(messages: readonly JsonObject[]): string
  body(prompt: string, params: JsonObject): JsonObject
  /** Throws `Unreadable` where the answer is none. */
  read(answer: JsonObject): Continued
}

/** The family of a model, as its name tells; undefined for those that this worker does not invoke. */
export function textFamilyOf(model: string): TextFamily | undefined {
  const name = model.toLowerCase()
  if (name.includes('nova') || name.includes('arn:')) return undefined
  if (name.includes('amazon.titan-text')) return titan
  if (name.includes('mistral.')) return mistral
  if (!name.includes('meta.')) return undefined
  if (name.includes('llama2') && name.includes('chat')) return llama2
  return /llama[34]/.test(name) && name.includes('instruct') ? llama3 : undefined
}

const plainNames = { max_tokens: 'max_tokens', temperature: 'temperature', top_p: 'top_p' }

const titan: TextFamily = {
  names: {
    max_tokens: 'maxTokenCount',
    max_completion_tokens: 'maxTokenCount',
    stop: 'stopSequences',
    temperature: 'temperature',
    top_p: 'topP',
  },
  prompt(messages) {
    const turns = messages.map(({ role, content }) => {
      const said = plainText(content)
      if (role === 'user') return `\n\nUser: ${said}`
      return role === 'system' ? `\n\nUser: <admin>${said}</admin>` : `\n\nBot: ${said}`
    })
    const begin = messages[0]?.['role'] === 'assistant' ? '\n\nUser: ' : ''
    return begin + turns.join('') + (messages.at(-1)?.['role'] === 'assistant' ? '' : '\n\nBot: ')
  },
  body: (inputText, textGenerationConfig) => ({ inputText, textGenerationConfig }),
  read: answer => ({ text: first(answer, 'results')['outputText'] }),
}

const mistral: TextFamily = {
  names: { ...plainNames, stop: 'stop' },
  prompt: messages =>
    `<s>${turns(messages, {
      system: ['[INST] \n', ' [/INST]\n'],
      user: ['[INST] ', ' [/INST]\n'],
      assistant: [' ', '</s> '],
    })}`,
  body: (prompt, params) => ({ prompt, ...params }),
  read(answer) {
    if ('choices' in answer) {
      const { message, finish_reason: finish } = first(answer, 'choices')
      return { text: asObject(message)?.['content'], finish }
    }
    if (!('outputs' in answer)) throw new Unreadable('Unexpected mistral completion response')
    const { text, stop_reason: finish } = first(answer, 'outputs')
    return { text, finish }
  },
}

const llama: Omit<TextFamily, 'prompt'> = {
  names: { ...plainNames, max_tokens: 'max_gen_len' },
  body: (prompt, params) => ({ prompt, ...params }),
  read(answer) {
    if (!('generation' in answer)) throw new Unreadable("'generation'")
    return { text: answer['generation'] }
  },
}

const llama2: TextFamily = {
  ...llama,
  prompt(messages) {
    const words = {
      system: ['[INST] <<SYS>>\n', '\n<</SYS>>\n [/INST]\n'],
      user: ['[INST] ', ' [/INST]\n'],
      assistant: ['', '\n</s>'],
    } as const
    return messages.reduce((text, message, at) => {
      const again = message['role'] === 'system' && messages[at - 1]?.['role'] === 'assistant' ? '<s>' : ''
      return text + again + turns([message], words)
    }, '<s>')
  },
}

const header = (role: string): string => `<|start_header_id|>${role}<|end_header_id|>\n\n`

const llama3: TextFamily = {
  ...llama,
  prompt(messages) {
    const said = messages.map(
      ({ role, content }) => `${header(asString(role) ?? '')}${plainText(content).trim()}<|eot_id|>`,
    )
    return `<|begin_of_text|>${said.join('')}${header('assistant')}`
  },
}

type Around = readonly [before: string, after: string]

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
  throw new NotServed('The sdk backend makes one text only of messages that are texts.')
}

function first(answer: JsonObject, key: string): JsonObject {
  if (!Array.isArray(answer[key])) throw new Unreadable("'NoneType' object is not subscriptable")
  const [found] = objectsOf(answer[key])
  if (!found) throw new Unreadable('list index out of range')
  return found
}
