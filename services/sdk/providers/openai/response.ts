/** A whole answer of the OpenAI wire as LiteLLM hands it on: its own name for the model, unknown fields kept aside. */
import { randomUUID } from 'node:crypto'
import { countedUsage } from '../counted-usage.ts'
import { asObject, objectsOf, omit, withoutNulls, withoutNullsDeep } from '../json.ts'
import type { AnswerContext, Json, JsonObject, Target, TokenUsage } from '../translator.ts'
import { answerFault } from './errors.ts'
import { answersByTool } from './answers-by-tool.ts'
import { shownModel } from './azure.ts'
import { calledFunction, isCustomCall } from './called-function.ts'
import { databricksAnswer } from './databricks.ts'
import { withCallsOf } from './fireworks.ts'
import { withoutJsonTool } from './json-tool.ts'
import { mapFinishReason } from './map-finish-reason.ts'
import { withoutParallel } from './parallel-calls.ts'
import { mistralMessage } from './mistral-content.ts'
import { profileFor } from './profiles.ts'
import { reasoningOf } from './reasoning.ts'
import { answerUsage, billedBy } from './usage.ts'

const topKeys = ['id', 'created', 'model', 'object', 'system_fingerprint', 'choices', 'usage']
const messageKeys = [
  'content',
  'role',
  'tool_calls',
  'function_call',
  'audio',
  'images',
  'annotations',
  'reasoning_content',
  'thinking_blocks',
  'provider_specific_fields',
]

/** The chat completion, and the counts of it. Throws `ProviderFault` where the body is an error after all. */
export function openAiResponse(
  answer: JsonObject,
  chat: JsonObject,
  target: Target,
  context: AnswerContext,
): { body: JsonObject; usage: TokenUsage } {
  if (answer['error'] || !Array.isArray(answer['choices'])) throw answerFault(answer, target)
  const body = target.provider === 'databricks' ? databricksAnswer(answer) : answer
  const { keepsFields } = profileFor(target.provider)
  const usage = asObject(body['usage'])
  const counted = answerUsage(usage, target.provider)
  const byTool = answersByTool(chat, target)
  return {
    body: {
      id: body['id'] || context.id,
      created: typeof body['created'] === 'number' ? Math.trunc(body['created']) : context.created,
      model: shownModel(body['model'], target),
      object: 'chat.completion',
      ...(body['system_fingerprint'] ? { system_fingerprint: body['system_fingerprint'] } : {}),
      choices: choicesOf(body, chat, target).map(choice =>
        keepsFields ? plainChoice(choice, byTool) : sortedChoice(choice, target.provider, byTool),
      ),
      ...(keepsFields && !usage ? {} : { usage: counted }),
      ...withoutNulls(omit(body, topKeys)),
      ...(target.provider === 'groq' ? { service_tier: groqTier(body['service_tier']) } : {}),
    },
    usage: {
      ...countedUsage({ ...counted, service_tier: body['service_tier'] }),
      ...billedBy(target.provider, counted),
    },
  }
}

function choicesOf(body: JsonObject, chat: JsonObject, { provider, defaults }: Target): JsonObject[] {
  const choices = objectsOf(body['choices'])
  if (provider !== 'fireworks_ai') return choices
  const tools = objectsOf(chat['tools'] ?? defaults['tools'])
  return choices.map(choice => ({ ...choice, message: withCallsOf(asObject(choice['message']) ?? {}, tools) }))
}

// Groq's own tiers are told as OpenAI's `auto`.
const groqTier = (tier: Json | undefined): Json => (tier === 'default' || tier === 'flex' ? tier : 'auto')

// Fields OpenAI does not have go under provider_specific_fields.
function sortedChoice(choice: JsonObject, provider: string, byTool: boolean): JsonObject {
  const given = asObject(choice['message']) ?? {}
  const called = byTool ? withoutJsonTool(given) : given
  // An answer by tool is its content and nothing else.
  const message = called === given ? withHabits(given, provider) : { content: called['content'] ?? null }
  const calls = withoutParallel(objectsOf(message['tool_calls']))
  const { reasoning, content } = reasoningOf(message)
  const own = omit(message, messageKeys)
  const kept: JsonObject = {
    ...(content === null ? {} : { content }),
    role: message['role'] ?? 'assistant',
    ...(calls.length > 0 ? { tool_calls: calls.map(toolCall) } : {}),
    ...present({ ...message, images: numbered(message['images']) }, ['function_call', 'audio', 'images']),
    ...(reasoning === undefined ? {} : { reasoning_content: reasoning }),
    ...present(message, ['thinking_blocks']),
    ...fieldsOf(own, message),
    ...present(message, ['annotations']),
    ...(content === null ? { content: null } : {}),
  }
  const native = called === given ? choice['finish_reason'] : 'stop'
  const finish = mapFinishReason(native)
  const unknown = withoutNulls(omit(choice, ['index', 'message', 'logprobs', 'finish_reason']))
  return {
    finish_reason: finish === 'stop' && calls.length > 0 ? 'tool_calls' : finish,
    index: choice['index'] ?? 0,
    message: kept,
    ...logprobs(choice),
    provider_specific_fields: { ...unknown, ...nativeReason(native, finish) },
  }
}

function toolCall(given: JsonObject): JsonObject {
  const call = withoutNulls(given)
  if (isCustomCall(call)) return call
  return {
    ...call,
    function: calledFunction(call['function']),
    id: call['id'] ?? randomUUID(),
    type: call['type'] ?? 'function',
  }
}

// OpenAI's client adds the refusal that is not there.
function withHabits(message: JsonObject, provider: string): JsonObject {
  if (profileFor(provider).client === 'openai') return { refusal: null, ...message }
  return provider === 'mistral' ? mistralMessage(message) : message
}

function fieldsOf(own: JsonObject, message: JsonObject): JsonObject {
  const fields = { ...own, ...asObject(message['provider_specific_fields']) }
  return Object.keys(fields).length > 0 ? { provider_specific_fields: fields } : {}
}

/** A choice of those whose answers LiteLLM passes on nearly as they are. */
export function plainChoice(choice: JsonObject, byTool: boolean): JsonObject {
  const native = choice['finish_reason']
  const finish = mapFinishReason(native)
  const named = nativeReason(native, finish)
  const told = withoutNulls(asObject(choice['message']) ?? {})
  const calls = objectsOf(told['tool_calls']).map(toolCall)
  const given = {
    role: 'assistant',
    ...omit(told, ['tool_calls']),
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
  }
  const message: JsonObject = byTool ? withoutJsonTool(given) : given
  return {
    finish_reason: finish,
    index: choice['index'] ?? 0,
    message: 'content' in message ? message : { ...message, content: null },
    ...logprobs(choice),
    ...withoutNulls(omit(choice, ['index', 'message', 'logprobs', 'finish_reason'])),
    ...(Object.keys(named).length > 0 ? { provider_specific_fields: named } : {}),
  }
}

const nativeReason = (native: Json | undefined, finish: string): JsonObject =>
  typeof native === 'string' && native !== finish ? { native_finish_reason: native } : {}

/** Some leave out which of its pictures one is. */
const numbered = (images: Json | undefined): Json =>
  Array.isArray(images) ? objectsOf(images).map((image, index) => ({ index, ...image })) : null

const present = (message: JsonObject, keys: readonly string[]): JsonObject =>
  Object.fromEntries(
    keys
      .map((key): [string, Json] => [key, message[key] ?? null])
      .filter(([, value]) => value !== null)
      .map(([key, value]) => [key, withoutNullsDeep(value)]),
  )

function logprobs(choice: JsonObject): JsonObject {
  const value = asObject(choice['logprobs'])
  return value ? { logprobs: withoutNullsDeep(value) } : {}
}
