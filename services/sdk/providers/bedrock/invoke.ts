/** Claude by InvokeModel: Anthropic's own wire in an envelope of AWS's. */
import { anthropicError } from '../anthropic/errors.ts'
import { anthropicRequest } from '../anthropic/request.ts'
import { anthropicStream } from '../anthropic/stream.ts'
import { asObject, objectsOf, omit } from '../json.ts'
import { requestHeaders } from '../parameters.ts'
import { pythonJson } from '../python-text.ts'
import { everyRemote } from '../remote-media.ts'
import {
  RequestFault,
  type AnswerContext,
  type Json,
  type JsonObject,
  type ProviderRequest,
  type StreamTranslator,
  type Target,
} from '../translator.ts'
import { betasIn, bodyBetas, headerBetas, invokeBetas } from './betas.ts'
import { guardrailHeaders } from './guardrail-headers.ts'
import { admittedRequest, invokeUrl, otherId } from './headers.ts'
import { claudeSupports, supports } from './knowledge.ts'
import { plainTypes } from './plain-types.ts'
import { withinCeiling } from './thinking.ts'
import { unwrapped } from './unwrapped.ts'

/** The version of Anthropic's API that Bedrock speaks. */
const version = 'bedrock-2023-05-31'

/** A chat completion as a request to InvokeModel. */
export function invokeRequest(chat: JsonObject, target: Target): ProviderRequest {
  const { model } = target
  const guardrail = chat['guardrailConfig'] ?? target.defaults['guardrailConfig']
  const asked = omit(lowered(chat, target), ['guardrailConfig'])
  const defaults = omit(target.defaults, ['guardrailConfig'])
  const { headers, body } = inBedrocksName(() =>
    anthropicRequest(asked, { ...target, apiKey: undefined, defaults }, everyRemote),
  )
  const client = betasIn({ ...target.headers, ...requestHeaders(chat) }['anthropic-beta'])
  const told = [...new Set([...client, ...headerBetas(body)])]
  const betas = [...new Set([...told, ...invokeBetas(bodyBetas(body, objectsOf(chat['tools']), model))])].toSorted()
  // The version is the client's or none: the body has Bedrock's own.
  const version = target.headers['anthropic-version']
  const own = {
    ...(omit(headers, ['anthropic-version', 'anthropic-beta', 'accept', 'x-api-key']) as Record<string, string>),
    ...(version === undefined ? {} : { 'anthropic-version': version }),
  }
  const sent = {
    ...invokeBody(omit(body, ['model', 'stream', 'model_id']), model),
    ...(betas.length > 0 ? { anthropic_beta: betas } : {}),
  }
  const more = told.length > 0 ? { 'anthropic-beta': told.join(',') } : {}
  const id = otherId(chat, target)
  return invokeCall(target, chat['stream'] === true, { ...own, ...more, ...guardrailHeaders(guardrail) }, sent, id)
}

/** The Anthropic wire's refusals, told by Bedrock's name. */
function inBedrocksName<T>(step: () => T): T {
  try {
    return step()
  } catch (fault) {
    if (!(fault instanceof RequestFault)) throw fault
    const { status, litellmClass, type } = fault
    throw new RequestFault(fault.message.replace(/^AnthropicException/, 'BedrockException'), {
      status,
      litellmClass,
      type,
    })
  }
}

/** A request to InvokeModel. */
export function invokeCall(
  target: Target,
  streams: boolean,
  headers: Record<string, string>,
  body: JsonObject,
  id?: string,
): ProviderRequest {
  const { model } = target
  return admittedRequest(target, model, {
    url: invokeUrl(target, streams, id),
    headers: { 'content-type': 'application/json', ...headers },
    body: { anthropic_version: version, ...body },
  })
}

/** An effort above what Bedrock takes is lowered before it is judged. */
function lowered(chat: JsonObject, { model }: Target): JsonObject {
  const effort = chat['reasoning_effort']
  if (typeof effort !== 'string' || !claudeSupports(model, 'supports_adaptive_thinking')) return chat
  return { ...chat, reasoning_effort: withinCeiling({ effort }, model)['effort'] }
}

/** The body as InvokeModel takes it. */
export function invokeBody(body: JsonObject, model: string): JsonObject {
  const { output_format: legacy, output_config: config, ...rest } = body
  const { format, ...settings } = asObject(config) ?? {}
  const asked = asObject(legacy) ?? asObject(format)
  const native = supports(model, 'supports_native_structured_output')
  const kept = takesEffort(model) ? withinCeiling(settings, model) : {}
  const told = { ...kept, ...(asked && native ? { format: asked } : {}) }
  const tools = rest['tools']
  const inlined = asked && !native ? withSchema(rest, asObject(asked['schema'])) : rest
  return {
    ...inlined,
    ...(Object.keys(told).length > 0 ? { output_config: told } : {}),
    ...(Array.isArray(tools) ? { tools: objectsOf(tools).map(invokeTool) } : {}),
  }
}

const takesEffort = (model: string): boolean =>
  ['supports_output_config', ...levels.map(level => `supports_${level}_reasoning_effort`)].some(key =>
    claudeSupports(model, key),
  )
const levels = ['low', 'minimal', 'medium', 'high', 'xhigh', 'max']

/** A schema the model cannot be held to is told to it, behind the user's last words. */
function withSchema(body: JsonObject, schema: JsonObject | undefined): JsonObject {
  const messages = objectsOf(body['messages'])
  const last = messages.findLastIndex(message => message['role'] === 'user')
  if (!schema || Object.keys(schema).length === 0 || last < 0) return body
  const told = { type: 'text', text: pythonJson(schema) }
  const content = messages[last]?.['content']
  const before: Json[] =
    typeof content === 'string' ? [{ type: 'text', text: content }] : Array.isArray(content) ? content : []
  return {
    ...body,
    messages: messages.map((message, at) => (at === last ? { ...message, content: [...before, told] } : message)),
  }
}

/** A tool without what only the direct API knows. */
function invokeTool(tool: JsonObject): JsonObject {
  const { custom, eager_input_streaming: _, ...rest } = tool
  const deferred = asObject(custom)?.['defer_loading']
  const schema = asObject(rest['input_schema'])
  return {
    ...rest,
    ...(typeof deferred === 'boolean' && !('defer_loading' in rest) ? { defer_loading: deferred } : {}),
    ...(schema ? { input_schema: plainTypes(schema) } : {}),
  }
}

/** A stream of InvokeModel as OpenAI's stream of chunks. */
export function invokeStream(chat: JsonObject, target: Target, context: AnswerContext): StreamTranslator {
  const stream = anthropicStream(chat, target, context)
  return {
    push(event) {
      const inner = unwrapped(event, target)
      if (inner?.event === 'error') throw anthropicError(500, inner.data, target)
      return inner === null ? [] : stream.push(inner)
    },
    end: () => stream.end(),
    get usage() {
      return stream.usage
    },
  }
}
