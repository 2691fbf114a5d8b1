/** GitHub Copilot: OpenAI's chat completions for an editor, which is what LiteLLM says it is. */
import { randomUUID } from 'node:crypto'
import { asCount, asObject, asString, isObject, objectsOf, omit } from '../json.ts'
import { pythonJson } from '../python-text.ts'
import type { Json, JsonObject, Translator } from '../translator.ts'
import { openaiTranslator } from './translator.ts'

/** Where it is, unless a key says another place. */
export const copilotBase = 'https://api.githubcopilot.com'

const editor = {
  'copilot-integration-id': 'vscode-chat',
  'editor-version': 'vscode/1.95.0',
  'editor-plugin-version': 'copilot-chat/0.26.7',
  'user-agent': 'GitHubCopilotChat/0.26.7',
  'openai-intent': 'conversation-panel',
  'x-github-api-version': '2025-04-01',
  'x-vscode-user-agent-library-version': 'electron-fetch',
}

export const copilotTranslator: Translator = {
  ...openaiTranslator,
  request(chat, target) {
    const made = openaiTranslator.request(chat, { ...target, apiBase: target.apiBase || copilotBase })
    const messages = target.keepsSystem
      ? made.body['messages']
      : objectsOf(made.body['messages']).map(systemAsAssistant)
    return {
      ...made,
      headers: { ...editor, 'x-request-id': randomUUID(), ...made.headers },
      body: { ...made.body, ...(messages === undefined ? {} : { messages }) },
      login: 'copilot',
    }
  },
  response(body, chat, target, context) {
    if (body['error'] || objectsOf(body['choices']).length > 0) {
      return openaiTranslator.response(body, chat, target, context)
    }
    const answer = openaiTranslator.response(withChoices(body), chat, target, context)
    const choices = objectsOf(answer.body['choices']).map(withoutRefusal)
    return { ...answer, body: { ...answer.body, choices } }
  },
}

/** Claude's words have no place for a refusal, where OpenAI's client finds one in each message. */
function withoutRefusal(choice: JsonObject): JsonObject {
  const { provider_specific_fields: fields, ...message } = asObject(choice['message']) ?? {}
  const kept = omit(asObject(fields) ?? {}, ['refusal'])
  const told = Object.keys(kept).length > 0 ? { provider_specific_fields: kept } : {}
  return { ...choice, message: { ...message, ...told } }
}

/** Copilot once knew no system messages; LiteLLM still goes by that unless it is told not to. */
const systemAsAssistant = (message: JsonObject): JsonObject =>
  message['role'] === 'system' ? { ...message, role: 'assistant' } : message

const finishes: Readonly<Record<string, string>> = {
  end_turn: 'stop',
  max_tokens: 'length',
  stop_sequence: 'stop',
  tool_use: 'tool_calls',
}

/** Newer Claudes answer here in words of their own, blocks in the place of choices. */
function withChoices(body: JsonObject): JsonObject {
  const { content } = body
  const blocks = objectsOf(content)
  const calls = blocks.flatMap((block, index) => callIn(block, index))
  const thoughts = blocks.filter(({ type }) => type === 'thinking' || type === 'redacted_thinking')
  const said = typeof content === 'string' ? content : blocks.map(textIn).join('')
  const told = finishes[asString(body['stop_reason']) ?? ''] ?? (said === '' ? 'length' : 'stop')
  const message = {
    role: 'assistant',
    content: said === '' && calls.length > 0 ? null : said,
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
    ...(thoughts.length > 0
      ? { thinking_blocks: thoughts, provider_specific_fields: { thinking_blocks: thoughts } }
      : {}),
  }
  const choice = { index: 0, message, finish_reason: calls.length > 0 ? 'tool_calls' : told }
  return { ...body, choices: [choice], ...(isObject(body['usage']) ? { usage: counted(body['usage']) } : {}) }
}

const textIn = ({ type, text }: JsonObject): string => (type === 'text' ? (asString(text) ?? '') : '')

function callIn(block: JsonObject, index: number): JsonObject[] {
  if (block['type'] !== 'tool_use') return []
  const called = { name: block['name'], arguments: pythonJson(block['input'] ?? {}) }
  return [{ id: block['id'], type: 'function', function: called, index }]
}

function counted(usage: JsonObject): JsonObject {
  const count = (name: string, own: string): Json => usage[name] ?? usage[own] ?? 0
  const prompt = count('prompt_tokens', 'input_tokens')
  const completion = count('completion_tokens', 'output_tokens')
  const total = usage['total_tokens'] ?? asCount(prompt) + asCount(completion)
  return { ...usage, prompt_tokens: prompt, completion_tokens: completion, total_tokens: total }
}
