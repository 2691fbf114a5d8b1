/** A chat completion as the AI SDK is asked (LanguageModelV3CallOptions). What it could not carry is not served. */
import { findModel } from '../../models/table.ts'
import { asObject, asString, isObject, objectsOf, omit, parseJson, withoutNulls } from '../json.ts'
import { developerAsSystem, readMessages, readParameters } from '../parameters.ts'
import { type Json, type JsonObject, NotServed, type Target } from '../translator.ts'

const taken = new Set(
  (
    'stream temperature max_tokens max_completion_tokens top_p frequency_penalty presence_penalty stop n tools ' +
    'tool_choice seed'
  ).split(' '),
)

const names: Readonly<Record<string, string>> = {
  temperature: 'temperature',
  top_p: 'topP',
  frequency_penalty: 'frequencyPenalty',
  presence_penalty: 'presencePenalty',
  seed: 'seed',
}

/** The options. Throws `RequestFault` for what LiteLLM refuses, `NotServed` for what the AI SDK has no words for. */
export function callOptions(chat: JsonObject, target: Target): JsonObject {
  // LiteLLM has another name for models of the newer endpoint.
  const provider = findModel('cohere_chat', target.model) ? 'cohere_chat' : target.provider
  const { openai, insisted, extra } = readParameters(chat, { ...target, provider }, taken)
  const { top_k: k, k: own = k, thinking, ...unknown } = { ...extra, ...insisted }
  const lost = [...Object.keys(unknown), ...(openai['n'] === undefined ? [] : ['n'])]
  if (lost.length > 0) throw new NotServed(`the AI SDK has no ${lost.join(', ')} for ${target.provider}`)
  const sampled = Object.entries(names).flatMap(([name, told]) => {
    return openai[name] === undefined ? [] : [[told, openai[name]] as const]
  })
  const { stop } = openai
  return withoutNulls({
    prompt: readMessages(chat).map(message => promptOf(developerAsSystem(message))),
    ...Object.fromEntries(sampled),
    maxOutputTokens: openai['max_completion_tokens'] ?? openai['max_tokens'],
    topK: own,
    stopSequences: typeof stop === 'string' ? [stop] : stop,
    tools: openai['tools'] === undefined ? undefined : objectsOf(openai['tools']).map(toolOf),
    toolChoice: choiceOf(openai['tool_choice']),
    providerOptions: isObject(thinking) ? { cohere: { thinking: thinkingOf(thinking) } } : undefined,
  })
}

function promptOf(message: JsonObject): JsonObject {
  const { role, content } = message
  switch (role) {
    case 'system':
      return { role, content: textOf(content) }
    case 'user':
      return {
        role,
        content: typeof content === 'string' ? [{ type: 'text', text: content }] : objectsOf(content).map(userPart),
      }
    case 'assistant':
      return { role, content: [...assistantText(content), ...objectsOf(message['tool_calls']).map(callPart)] }
    case 'tool': {
      const output = { type: 'text', value: textOf(content) }
      return {
        role,
        content: [
          { type: 'tool-result', toolCallId: message['tool_call_id'], toolName: message['name'] ?? '', output },
        ],
      }
    }
    default:
      throw new NotServed(`the AI SDK has no role ${JSON.stringify(role)}`)
  }
}

function textOf(content: Json | undefined): string {
  if (typeof content === 'string') return content
  return objectsOf(content)
    .map(part => asString(part['text']) ?? '')
    .join('')
}

function assistantText(content: Json | undefined): JsonObject[] {
  const text = textOf(content)
  return text === '' ? [] : [{ type: 'text', text }]
}

function userPart(part: JsonObject): JsonObject {
  if (part['type'] === 'text') return { type: 'text', text: part['text'] }
  const image = part['image_url']
  const url = isObject(image) ? asString(image['url']) : asString(image)
  if (part['type'] !== 'image_url' || url === undefined)
    throw new NotServed('the AI SDK is asked with text and images only')
  const [, mediaType = 'image/*', data = url] = /^data:([^;,]+);base64,(.*)$/s.exec(url) ?? []
  return { type: 'file', mediaType, data }
}

function callPart(call: JsonObject): JsonObject {
  const called = asObject(call['function'])
  const input = parseJson(asString(called?.['arguments']) || '{}')
  if (input === undefined) throw new NotServed('the AI SDK takes no broken arguments of tool calls')
  return { type: 'tool-call', toolCallId: call['id'], toolName: called?.['name'], input }
}

function toolOf(tool: JsonObject): JsonObject {
  const called = asObject(tool['function'])
  if (!called) throw new NotServed('the AI SDK is given functions as tools only')
  const { name, description, parameters: inputSchema = { type: 'object', properties: {} } } = called
  return withoutNulls({ type: 'function', name, description, inputSchema })
}

function choiceOf(choice: Json | undefined): JsonObject | undefined {
  if (typeof choice === 'string') return { type: choice }
  const toolName = asObject(asObject(choice)?.['function'])?.['name']
  return toolName === undefined ? undefined : { type: 'tool', toolName }
}

function thinkingOf(thinking: JsonObject): JsonObject {
  const { token_budget: budget, budget_tokens: tokenBudget = budget } = thinking
  return withoutNulls({ ...omit(thinking, ['token_budget', 'budget_tokens']), tokenBudget })
}
