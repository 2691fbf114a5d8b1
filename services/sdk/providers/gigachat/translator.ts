/** Sber's GigaChat: OpenAI's older words, functions among them, and a token for the key. */
import { asObject, asString, isObject, objectsOf, parseJson } from '../json.ts'
import { mapFinishReason } from '../openai/map-finish-reason.ts'
import { plainTranslator } from '../plain/wire.ts'
import { wordsOf } from '../plain/prompt.ts'
import type { Piece } from '../plain/stream.ts'
import { countedTokens, type Counts, toldCounts } from '../plain/counts.ts'
import { litellmFault } from '../litellm-errors.ts'
import { pythonJsonUnescaped } from '../python-text.ts'
import {
  type AnswerContext,
  type Json,
  type JsonObject,
  NotServed,
  type Target,
  type TokenGrant,
  type Translator,
} from '../translator.ts'

const takes =
  'stream temperature top_p max_tokens max_completion_tokens stop tools tool_choice functions function_call response_format'
const usualSignIn = 'https://ngw.devices.sberbank.ru:9443/api/v2/oauth'
const usualScope = 'GIGACHAT_API_PERS'

const plain = plainTranslator({
  takes,
  headers: target => ({ accept: 'application/json', ...letIn(target).headers }),
  request({ messages, target, openai, own, streams }) {
    const { grant } = letIn(target)
    const sent = ['repetition_penalty', 'profanity_check'].flatMap(name => (name in own ? [[name, own[name]]] : []))
    return {
      url: `${target.apiBase}/chat/completions`,
      ...(grant ? { grant } : {}),
      body: {
        model: target.model,
        messages: messages.map(told),
        ...sampling(openai),
        stream: streams,
        ...(Object.fromEntries(sent) as JsonObject),
        ...functionsOf(openai),
      },
    }
  },
  answer: () => ({ message: {} }),
  read: () => readPiece,
  notJson: (raw, target) =>
    litellmFault('APIConnectionError', 500, `GigachatException - Invalid JSON response: ${raw}`, target),
})

export const gigachatTranslator: Translator = { ...plain, response: completion }

/** The headers of a call, or the grant of a token for them. */
export function letIn({ defaults, apiKey = '' }: Target): { headers: Record<string, string>; grant?: TokenGrant } {
  const token = asString(defaults['gigachat_access_token'])
  if (token !== undefined) return { headers: { authorization: `Bearer ${token}` } }
  const url = asString(defaults['gigachat_auth_url']) ?? usualSignIn
  const scope = asString(defaults['gigachat_scope']) ?? usualScope
  return {
    headers: {},
    grant: {
      url,
      headers: { authorization: `Basic ${apiKey}` },
      form: { scope },
      idHeader: 'rquid',
      prefix: 'GigaChat authentication failed: ',
    },
  }
}

function sampling(openai: JsonObject): JsonObject {
  const { temperature, top_p: p, max_tokens: older, max_completion_tokens: limit = older } = openai
  // Nothing warm is the likeliest word alone.
  const warmth = temperature === 0 ? { top_p: 0 } : temperature === undefined ? {} : { temperature }
  return { ...warmth, ...(p === undefined ? {} : { top_p: p }), ...(limit === undefined ? {} : { max_tokens: limit }) }
}

function functionsOf(openai: JsonObject): JsonObject {
  const { functions, function_call: call, tools, tool_choice: choice } = openai
  const schema = schemaOf(openai)
  const given = tools === undefined ? functions : objectsOf(tools).flatMap(functionOf)
  const all = schema ? [...(Array.isArray(given) ? given : []), schema] : given
  const chosen = schema ? { name: schema['name'] } : (choiceOf(choice) ?? call)
  return {
    ...(all === undefined ? {} : { functions: all }),
    ...(chosen === undefined ? {} : { function_call: chosen }),
  }
}

function functionOf(tool: JsonObject): JsonObject[] {
  const { name = '', description = '', parameters = {} } = asObject(tool['function']) ?? {}
  return tool['type'] === 'function' ? [{ name, description, parameters }] : []
}

function choiceOf(choice: Json | undefined): Json | undefined {
  if (typeof choice === 'string') return choice === 'none' ? 'none' : 'auto'
  const name = asString(asObject(asObject(choice)?.['function'])?.['name'])
  return name ? { name } : undefined
}

/** A schema is asked for as a function that has to be called. */
function schemaOf(openai: JsonObject): JsonObject | undefined {
  const format = asObject(openai['response_format'])
  if (format?.['type'] !== 'json_schema') return undefined
  const { name = 'structured_output', schema: parameters = {} } = asObject(format['json_schema']) ?? {}
  return { name, description: `Output structured response: ${asString(name)}`, parameters }
}

function told(message: JsonObject, index: number): JsonObject {
  const { name: _, tool_calls: calls, ...rest } = message
  const role = message['role']
  const content = textOf(message['content'])
  const call = asObject(objectsOf(calls)[0]?.['function'])
  const called = call ? { function_call: { name: call['name'] ?? '', arguments: argumentsOf(call['arguments']) } } : {}
  if (role === 'developer') return { ...rest, role: 'system', content, ...called }
  // Only the first message may be the system's.
  if (role === 'system' && index > 0) return { ...rest, role: 'user', content, ...called }
  if (role !== 'tool') return { ...rest, content, ...called }
  const given = message['content'] ?? ''
  const isJson = typeof given === 'string' && parseJson(given) !== undefined
  return { ...rest, role: 'function', content: isJson ? given : pythonJsonUnescaped(given) }
}

function textOf(content: Json | undefined): string {
  if (objectsOf(content).some(part => part['type'] === 'image_url')) {
    throw new NotServed('the sdk backend does not upload images to GigaChat')
  }
  return Array.isArray(content)
    ? objectsOf(content)
        .map(part => wordsOf([part]))
        .join('\n')
    : wordsOf(content)
}

function argumentsOf(value: Json | undefined): Json {
  if (typeof value !== 'string') return value ?? {}
  return parseJson(value) ?? {}
}

function completion(body: JsonObject, chat: JsonObject, target: Target, { id, created }: AnswerContext) {
  const structured = schemaOf({ ...target.defaults, ...chat }) !== undefined
  const counts = countsOf(asObject(body['usage']))
  const said = {
    id: body['id'] ?? shortened(id),
    created: body['created'] ?? created,
    model: target.group,
    object: 'chat.completion',
    choices: objectsOf(body['choices']).map(choice => toldChoice(choice, structured)),
    usage: toldCounts(counts),
  }
  return { body: said, usage: countedTokens(counts) }
}

/** LiteLLM's names of these answers are shorter. */
const shortened = (id: string): string => `chatcmpl-${id.replace('chatcmpl-', '').replaceAll('-', '').slice(0, 12)}`

function toldChoice(choice: JsonObject, structured: boolean): JsonObject {
  const { role = 'assistant', content = null, function_call: call } = asObject(choice['message']) ?? {}
  const index = choice['index'] ?? 0
  const reason = choice['finish_reason'] ?? 'stop'
  if (reason !== 'function_call' || !isObject(call)) {
    return { finish_reason: mapFinishReason(reason), index, message: { content, role } }
  }
  const given = call['arguments'] ?? {}
  const text = isObject(given) ? pythonJsonUnescaped(given) : (asString(given) ?? '')
  if (structured) return { finish_reason: 'stop', index, message: { content: text, role } }
  const made = { id: callId(), type: 'function', function: { name: call['name'] ?? '', arguments: text } }
  return { finish_reason: 'tool_calls', index, message: { content, role, tool_calls: [made] } }
}

const callId = (): string => `call_${crypto.randomUUID().replaceAll('-', '').slice(0, 24)}`

function countsOf(usage: JsonObject | undefined): Counts {
  const count = (name: string): number => Number(usage?.[name] ?? 0)
  const cached = count('precached_prompt_tokens')
  return { prompt: count('prompt_tokens') + cached, completion: count('completion_tokens'), cached }
}

function readPiece(event: JsonObject): Piece | null {
  const choice = objectsOf(event['choices'])[0]
  if (!choice) return null
  const delta = asObject(choice['delta'])
  const reason = asString(choice['finish_reason'])
  const call = reason === 'function_call' ? asObject(delta?.['function_call']) : undefined
  const usage = asObject(event['usage'])
  return {
    text: asString(delta?.['content']) ?? '',
    ...(call ? { calls: [calledPart(call)] } : {}),
    ...(reason === undefined ? {} : { finish: call ? 'tool_calls' : reason }),
    ...(usage ? { counts: countsOf(usage) } : {}),
  }
}

function calledPart(call: JsonObject): JsonObject {
  const given = call['arguments'] ?? {}
  const text = isObject(given) ? pythonJsonUnescaped(given) : (asString(given) ?? '')
  return { id: callId(), type: 'function', function: { name: call['name'] ?? '', arguments: text }, index: 0 }
}
