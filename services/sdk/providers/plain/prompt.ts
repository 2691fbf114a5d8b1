/** Conversations as one text, for models that complete one: LiteLLM's templates (prompt_templates/factory.py). */
import { asString, objectsOf } from '../json.ts'
import type { Json, JsonObject } from '../translator.ts'

/** What stands before and behind the words of a role. */
type Turn = readonly [before: string, after: string]

interface Template {
  readonly turns: Readonly<Record<string, Turn>>
  readonly begin?: string
  readonly end?: string
  /** Begins each system message after an answer, and the whole. */
  readonly bos?: string
  /** Ends each answer. */
  readonly eos?: string
}

const llama2: Template = {
  turns: {
    system: ['[INST] <<SYS>>\n', '\n<</SYS>>\n [/INST]\n'],
    user: ['[INST] ', ' [/INST]\n'],
    assistant: ['', '\n'],
  },
  bos: '<s>',
  eos: '</s>',
}

const alpaca: Template = {
  turns: {
    system: ['### Instruction:\n', '\n\n'],
    user: ['### Instruction:\n', '\n\n'],
    assistant: ['### Response:\n', '\n\n'],
  },
  bos: '<s>',
  eos: '</s>',
}

/** Roles that a template does not name say nothing. */
interface Sheet {
  readonly named: Readonly<Record<string, Turn>>
}

const wizard: Sheet = {
  named: { system: ['', '\n\n'], user: ['### Instruction:\n', '\n\n'], assistant: ['### Response:\n', '\n\n'] },
}
const phind: Sheet = {
  named: {
    system: ['### System Prompt\n', '\n\n'],
    user: ['### User Message\n', '\n\n'],
    assistant: ['### Assistant\n', '\n\n'],
  },
}
const mpt: Sheet = {
  named: {
    system: ['<|im_start|>system', '<|im_end|>\n'],
    user: ['<|im_start|>user', '<|im_end|>\n'],
    assistant: ['<|im_start|>assistant', '<|im_end|>\n'],
  },
}

export const mistralInstruct: Template = {
  turns: { system: ['[INST] \n', ' [/INST]\n'], user: ['[INST] ', ' [/INST]\n'], assistant: [' ', '</s> '] },
  begin: '<s>',
}

const llama3Role = (role: string): Turn => [`<|start_header_id|>${role}<|end_header_id|>\n`, '<|eot_id|>']

/** Llama 3 as IBM serves it. */
export const llama3: Template = {
  turns: { system: llama3Role('system'), user: llama3Role('user'), assistant: llama3Role('assistant') },
  begin: '<|begin_of_text|>',
  end: '<|start_header_id|>assistant<|end_header_id|>\n',
}

/** IBM's own models. */
export const granite: Template = {
  turns: { system: ['<|system|>\n', '\n'], user: ['<|user|>\n', '\n<|assistant|>\n'], assistant: ['', '\n'] },
}

/** The words of a message. */
export function wordsOf(content: Json | undefined): string {
  if (typeof content === 'string') return content
  return objectsOf(content)
    .map(part => asString(part['text']) ?? '')
    .join('')
}

/** Writes a conversation down by a template. */
export function written(
  messages: readonly JsonObject[],
  { turns, begin = '', end = '', bos = '', eos = '' }: Template,
): string {
  let prompt = bos + begin
  let open = true
  for (const message of messages) {
    const role = asString(message['role']) ?? ''
    if (role === 'system' && !open) {
      prompt += bos
      open = true
    }
    const [before, after] = turns[role] ?? ['', '']
    prompt += before + wordsOf(message['content']) + after
    if (role === 'assistant') {
      prompt += eos
      open = false
    }
  }
  return prompt + end
}

function listed(messages: readonly JsonObject[], { named }: Sheet): string {
  return messages
    .map(({ role, content }) => {
      const turn = named[asString(role) ?? '']
      return turn ? turn[0] + wordsOf(content) + turn[1] : ''
    })
    .join('')
}

const falcon = (messages: readonly JsonObject[]): string =>
  messages
    .map(({ role, content }) => {
      const words = wordsOf(content)
      if (role === 'system') return words
      return `${asString(role)}:${words.replaceAll('\r\n', '\n').replaceAll('\n\n', '\n')}\n\n`
    })
    .join('')

const llama3Instruct = (messages: readonly JsonObject[]): string =>
  `<|begin_of_text|>${messages
    .map(
      ({ role, content }) =>
        `<|start_header_id|>${asString(role)}<|end_header_id|>\n\n${wordsOf(content).trim()}<|eot_id|>`,
    )
    .join('')}<|start_header_id|>assistant<|end_header_id|>\n\n`

/** The conversation as the model's makers want it, as far as LiteLLM knows them; else its words one after the other. */
export function promptFor(model: string, messages: readonly JsonObject[]): string {
  const name = model.toLowerCase()
  const instruct = name.includes('instruct')
  const chats = name.includes('chat')
  if (name.includes('meta-llama/llama-2') && chats) return written(messages, llama2)
  if (/meta-llama(?:\/llama)?-3/.test(name) && instruct) return llama3Instruct(messages)
  if (name.includes('tiiuae/falcon') && instruct) return falcon(messages)
  if (name.includes('mosaicml/mpt') && chats) return listed(messages, mpt)
  if (/(?:codellama|togethercomputer)\/codellama/.test(name) && instruct) return written(messages, llama2)
  if (name.includes('wizardlm/wizardcoder')) return listed(messages, wizard)
  if (name.includes('phind/phind-codellama')) return listed(messages, phind)
  if (name.includes('togethercomputer/llama-2') && (instruct || chats)) return written(messages, llama2)
  if (/^gryphe\/(?:mythomax|mythomix|mythologic)-l2-13b$/.test(name)) return written(messages, alpaca)
  return messages.map(({ content }) => wordsOf(content)).join(' ')
}
