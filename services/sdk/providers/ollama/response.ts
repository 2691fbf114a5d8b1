/** Whole answers of Ollama as chat completions. */
import { asObject, asString, objectsOf, omit, withoutNulls } from '../json.ts'
import { countTokens } from '../tokens.ts'
import { mapFinishReason } from '../openai/map-finish-reason.ts'
import { brokenAnswer } from '../plain/answer.ts'
import { pythonJson } from '../python-text.ts'
import type { AnswerContext, Json, JsonObject, ProviderFault, Target, TokenUsage } from '../translator.ts'
import { splitThoughts } from './chat.ts'
import { asksForJson, readJson } from './generate.ts'

type Answered = { body: JsonObject; usage: TokenUsage }

/** An answer of `/api/chat`. */
export function chatResponse(body: JsonObject, chat: JsonObject, target: Target, context: AnswerContext): Answered {
  const message = asObject(body['message'])
  if (!message) throw answerFault(body)
  const { thinking, tool_calls: calls, content, ...rest } = message
  const split = 'thinking' in message ? { thinking, content } : splitThoughts(content)
  const called = objectsOf(calls).map(ollamaCall)
  const told: JsonObject = {
    content: split.content ?? null,
    role: 'assistant',
    ...(called.length > 0 ? { tool_calls: called } : {}),
    ...withoutNulls(omit(rest, ['role'])),
    ...withoutNulls({ reasoning_content: split.thinking }),
  }
  const reason = called.length > 0 ? 'tool_calls' : mapFinishReason(body['done_reason'] || 'stop')
  return completion(told, reason, countsOf(body, asString(content) ?? ''), target, context)
}

/** An answer of `/api/generate`. */
export function generateResponse(body: JsonObject, chat: JsonObject, target: Target, context: AnswerContext): Answered {
  if (body['error'] !== undefined) throw answerFault(body)
  const text = asString(body['response']) ?? ''
  const counts = countsOf(body, '')
  const { message, reason } = asksForJson(chat, target) ? jsonMessage(text, body) : textMessage(text, body)
  return completion({ role: 'assistant', ...message }, reason, counts, target, context)
}

function textMessage(text: string, { thinking }: JsonObject): { message: JsonObject; reason: string } {
  const split = thinking ? { thinking, content: text } : splitThoughts(text)
  return { message: { content: split.content ?? null, ...reasoning(split.thinking) }, reason: 'stop' }
}

function jsonMessage(text: string, body: JsonObject): { message: JsonObject; reason: string } {
  const thinking = reasoning(body['thinking'])
  if (text.trim() === '') return { message: { content: '', ...thinking }, reason: 'stop' }
  const found = readJson(text)
  if (found === null) return textMessage(text, body)
  if ('json' in found) return { message: { content: found.json, ...thinking }, reason: 'stop' }
  const call = { id: `call_${crypto.randomUUID()}`, function: { ...found.call }, type: 'function' }
  return { message: { content: null, ...thinking, tool_calls: [call] }, reason: 'tool_calls' }
}

const reasoning = (thinking: Json | undefined): JsonObject => (thinking ? { reasoning_content: thinking } : {})

function ollamaCall(call: JsonObject): JsonObject {
  const called = asObject(call['function']) ?? {}
  return {
    id: call['id'] ?? crypto.randomUUID(),
    function: { name: called['name'], arguments: argumentsText(called['arguments']) },
    type: 'function',
  }
}

/** A call's arguments as text. */
export function argumentsText(value: Json | undefined): string {
  return typeof value === 'string' ? value : pythonJson(value ?? {})
}

interface Counts {
  readonly prompt: number
  readonly completion: number
}

// What is not counted is not invented, but for the answer: somebody has written that.
function countsOf(body: JsonObject, said: string): Counts {
  const { prompt_eval_count: prompt, eval_count: completion } = body
  return {
    prompt: typeof prompt === 'number' ? prompt : 0,
    completion: typeof completion === 'number' ? completion : countTokens(said),
  }
}

function completion(
  message: JsonObject,
  finish_reason: string,
  counts: Counts,
  target: Target,
  context: AnswerContext,
): Answered {
  const usage = {
    completion_tokens: counts.completion,
    prompt_tokens: counts.prompt,
    total_tokens: counts.prompt + counts.completion,
  }
  return {
    body: {
      id: context.id,
      created: context.created,
      model: target.group,
      object: 'chat.completion',
      choices: [{ finish_reason, index: 0, message }],
      usage,
    },
    usage: { input: counts.prompt, output: counts.completion, cacheRead: 0, cacheWrite: 0 },
  }
}

function answerFault(body: JsonObject): ProviderFault {
  return brokenAnswer(asString(body['error']) ?? 'the answer holds no message')
}
