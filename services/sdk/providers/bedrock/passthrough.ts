/** `/v1/messages` for Claude at Bedrock: Anthropic's own request by InvokeModel, answered in Anthropic's events. */
import { passthroughBody, passthroughStream } from '../anthropic/passthrough.ts'
import { asCount, asObject, asString, isObject, objectsOf, omit, parseJson } from '../json.ts'
import { requestHeaders } from '../parameters.ts'
import { pythonRepr } from '../python-text.ts'
import {
  ProviderFault,
  RequestFault,
  type Json,
  type JsonObject,
  type ProviderRequest,
  type StreamEnd,
  type StreamTranslator,
  type Target,
} from '../translator.ts'
import { betasIn, bodyBetas, invokeBetas } from './betas.ts'
import { exceptionMark } from '../../aws-events.ts'
import { streamException } from './errors.ts'
import { invokeBody, invokeCall } from './invoke.ts'
import { claudeSupports, supports, takesLongCache } from './knowledge.ts'
import { withSystemPlaced } from '../anthropic/passthrough-system.ts'
import { routeOf } from './route.ts'
import { withinCeiling } from './thinking.ts'
import { unwrapped } from './unwrapped.ts'

/** Whether a model is asked in Anthropic's own words. */
export function takesMessages(model: string): boolean {
  if (!model.includes('claude') || /(?:^|\/)converse\//.test(model)) return false
  try {
    return routeOf(model) !== undefined
  } catch {
    return false
  }
}

/** What InvokeModel takes; anything else is refused by it. */
const taken = new Set(
  (
    'max_tokens messages system stop_sequences temperature top_p top_k tools tool_choice thinking metadata ' +
    'output_config safeguards context_management'
  ).split(' '),
)

/** The request for Bedrock. `client` are the client's headers, lower case. */
export function bedrockMessages(
  body: JsonObject,
  target: Target,
  client: Readonly<Record<string, unknown>>,
): ProviderRequest {
  const { model } = target
  const own = { ...target.headers, ...requestHeaders(body) }
  const passed = withThinkingForClearing(
    withSystemPlaced(
      passthroughBody(lowered(body, model), target),
      supports(model, 'supports_mid_conversation_system'),
    ),
    model,
  )
  refuseWebSearch(passed, model)
  const { sent, betas } = withContext(withPlainCaching(passed, model))
  const asked = betasIn(typeof client['anthropic-beta'] === 'string' ? client['anthropic-beta'] : own['anthropic-beta'])
  const tools = objectsOf(passed['tools'])
  const safeguards = passed['safeguards'] === undefined ? [] : ['dangerous-tool-use-2026-09-03']
  const all = invokeBetas([...asked, ...betas, ...safeguards, ...bodyBetas(passed, tools, model)])
  const finished = invokeBody({ ...sent, ...namedTools(sent['tools']) }, model)
  return invokeCall(target, body['stream'] === true, headersOf(own, asked, client), {
    ...Object.fromEntries(Object.entries(finished).filter(([key]) => taken.has(key))),
    ...(all.length > 0 ? { anthropic_beta: all } : {}),
  })
}

/** The client's version and betas go along in their headers as well. */
function headersOf(
  own: Record<string, string>,
  asked: readonly string[],
  client: Readonly<Record<string, unknown>>,
): Record<string, string> {
  const { 'anthropic-beta': _, ...rest } = own
  const betas = invokeBetas(asked)
  const version = client['anthropic-version']
  return {
    ...rest,
    ...(betas.length > 0 ? { 'anthropic-beta': betas.join(',') } : {}),
    ...(typeof version === 'string' ? { 'anthropic-version': version } : {}),
  }
}

function lowered(body: JsonObject, model: string): JsonObject {
  const effort = body['reasoning_effort']
  if (typeof effort !== 'string' || !claudeSupports(model, 'supports_adaptive_thinking')) return body
  return { ...body, reasoning_effort: withinCeiling({ effort }, model)['effort'] }
}

function refuseWebSearch(body: JsonObject, model: string): void {
  const search = objectsOf(body['tools']).find(tool => (asString(tool['type']) ?? '').startsWith('web_search_'))
  if (!search) return
  throw new RequestFault(
    `Bedrock does not support Anthropic's server-side web search tool (tool type ${pythonRepr(search['type'])}, model ` +
      `'${model}'). To use web search with this model, enable LiteLLM's web search interception so the proxy executes the ` +
      'search instead: https://docs.litellm.ai/docs/integrations/websearch_interception. Alternatively, remove the ' +
      'web_search tool from the request.',
  )
}

const clearsThinking = (body: JsonObject): boolean =>
  objectsOf(asObject(body['context_management'])?.['edits']).some(edit => edit['type'] === 'clear_thinking_20251015')

const smallestBudget = 1024

/** Thoughts can be cleared only where there is thinking. */
function withThinkingForClearing(body: JsonObject, model: string): JsonObject {
  const adaptive = claudeSupports(model, 'supports_adaptive_thinking')
  if (!clearsThinking(body) || (!adaptive && !/(?:opus|sonnet)[-_]4/.test(model.toLowerCase()))) return body
  const thinking = asObject(body['thinking'])
  const type = thinking?.['type']
  if (type === 'adaptive' || (type === 'enabled' && !adaptive)) return body
  const given = type === 'enabled' ? asCount(thinking?.['budget_tokens'] ?? smallestBudget) : smallestBudget
  const limit = body['max_tokens']
  if (type !== 'enabled' && typeof limit === 'number' && limit <= smallestBudget) return body
  if (!adaptive) return { ...body, thinking: { type: 'enabled', budget_tokens: smallestBudget } }
  const { display } = thinking ?? {}
  return {
    ...body,
    thinking: { type: 'adaptive', ...(display === undefined || display === null ? {} : { display }) },
    output_config: { effort: effortOf(given), ...asObject(body['output_config']) },
  }
}

function effortOf(budget: number): string {
  if (budget >= 8192) return 'xhigh'
  if (budget >= 4096) return 'high'
  return budget >= 2048 ? 'medium' : 'low'
}

const editBetas: Readonly<Record<string, string>> = {
  compact_20260112: 'compact-2026-01-12',
  clear_tool_uses_20250919: 'context-management-2025-06-27',
}

const betaOf = (edit: JsonObject): string | undefined => editBetas[asString(edit['type']) ?? '']

/** Only some edits of the context are known to Bedrock, each by a beta. */
function withContext(body: JsonObject): { sent: JsonObject; betas: string[] } {
  const context = asObject(body['context_management'])
  if (!context) return { sent: omit(body, ['context_management']), betas: [] }
  const edits = objectsOf(context['edits']).filter(edit => betaOf(edit) !== undefined)
  if (edits.length === 0) return { sent: omit(body, ['context_management']), betas: [] }
  return {
    sent: { ...body, context_management: { ...context, edits } },
    betas: edits.flatMap(edit => betaOf(edit) ?? []),
  }
}

/** Cache marks as far as Bedrock knows them: no scope, and a lifetime only for some models. */
function withPlainCaching(body: JsonObject, model: string): JsonObject {
  const lasting = takesLongCache(model)
  const plain = (block: Json): Json => {
    const control = isObject(block) ? asObject(block['cache_control']) : undefined
    if (!isObject(block) || !control) return block
    const { scope: _, ttl, ...rest } = control
    const kept = lasting && (ttl === '5m' || ttl === '1h')
    return { ...block, cache_control: { ...rest, ...(kept ? { ttl } : {}) } }
  }
  const each = (list: Json | undefined): Json | undefined => (Array.isArray(list) ? list.map(plain) : list)
  return {
    ...body,
    ...('tools' in body ? { tools: each(body['tools']) } : {}),
    ...('system' in body ? { system: each(body['system']) } : {}),
    messages: objectsOf(body['messages']).map(message => ({ ...message, content: each(message['content']) })),
  }
}

const named = (tool: JsonObject, index: number): JsonObject =>
  asString(tool['name'])?.trim() ? tool : { ...tool, name: `litellm_unnamed_tool_${index}` }

function namedTools(tools: Json | undefined): JsonObject {
  if (!Array.isArray(tools)) return {}
  return { tools: objectsOf(tools).map(named) }
}

/** A stream of InvokeModel in Anthropic's events. Bedrock tells the cache's counts at the end only. */
export function bedrockMessagesStream(target: Target): StreamTranslator {
  const stream = passthroughStream(target)
  let started: JsonObject = {}
  let waiting: JsonObject | null = null
  const tell = (event: JsonObject): string[] =>
    stream.push({ event: asString(event['type']) ?? '', data: JSON.stringify(event) })
  const flush = (): string[] => {
    const event = waiting
    waiting = null
    return event === null ? [] : tell(event)
  }
  return {
    push(raw) {
      if (raw.event.startsWith(exceptionMark))
        throw plainException(raw.event.slice(exceptionMark.length), raw.data, target)
      const inner = unwrapped(raw, target)
      const event = inner === null ? undefined : asObject(parseJson(inner.data))
      if (!event) return []
      const counted = withMetrics(event)
      if (counted['type'] === 'message_delta') {
        const before = flush()
        waiting = counted
        return before
      }
      if (counted['type'] === 'message_start') started = asObject(asObject(counted['message'])?.['usage']) ?? {}
      if (counted['type'] === 'message_stop' && waiting !== null) {
        waiting = withCounts(waiting, asObject(counted['usage']) ?? {}, started)
      }
      return [...flush(), ...tell(counted)]
    },
    end: (): StreamEnd => stream.end(),
    get usage() {
      return stream.usage
    },
  }
}

/** An exception in AWS's words alone: Anthropic's clients get no others. */
function plainException(name: string, data: string, target: Target): ProviderFault {
  const { status, litellmClass, type } = streamException(name, data, target)
  return new ProviderFault(`${name} ${data}`, { status, litellmClass, type })
}

const metricNames = {
  input_tokens: 'inputTokenCount',
  output_tokens: 'outputTokenCount',
  cache_read_input_tokens: 'cacheReadInputTokenCount',
  cache_creation_input_tokens: 'cacheWriteInputTokenCount',
}

/** AWS's own counts in Anthropic's words. */
function withMetrics(event: JsonObject): JsonObject {
  const { 'amazon-bedrock-invocationMetrics': told, ...rest } = event
  const metrics = asObject(told)
  if (!metrics || Object.keys(metrics).length === 0) return rest
  const counts = Object.entries(metricNames).filter(([, name]) => metrics[name] !== undefined)
  const usage = Object.fromEntries(counts.map(([key, name]) => [key, metrics[name]]))
  return { ...rest, usage: { ...usage, ...asObject(rest['usage']) } }
}

/** The counts of `message_delta`, completed by those of the end, else of the start. */
function withCounts(delta: JsonObject, end: JsonObject, start: JsonObject): JsonObject {
  const usage: JsonObject = { ...asObject(delta['usage']) }
  const cache = ['cache_creation_input_tokens', 'cache_read_input_tokens']
  for (const key of [...cache, 'input_tokens']) if ((end[key] ?? undefined) !== undefined) usage[key] = end[key]
  for (const key of [...cache, 'cache_creation']) {
    if (!(key in usage) && (start[key] ?? undefined) !== undefined) usage[key] = start[key]
  }
  return Object.keys(usage).length > 0 ? { ...delta, usage } : delta
}
