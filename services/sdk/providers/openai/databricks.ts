/** Databricks: conversations, contents in blocks and answers as its models have them (llms/databricks). */
import { hasTrait } from '../anthropic/models.ts'
import { mapEffort, maxTokensBeside, type Thinking, toAdaptive } from '../anthropic/thinking.ts'
import { mapTools } from '../anthropic/tools.ts'
import type { AnthropicTrait } from '../anthropic/traits.ts'
import { asObject, asString, objectsOf, omit, withoutNulls } from '../json.ts'
import { NotServed, type Json, type JsonObject, type Target } from '../translator.ts'
import { reasoningOf } from './reasoning.ts'

const isClaude = (model: string): boolean => model.includes('claude')

/** Declines what needs more than a key and a table. */
export function checkDatabricks({ model, apiBase, apiKey }: Target, params: JsonObject): void {
  if (apiKey === undefined || apiBase === '') throw new NotServed('The sdk backend signs in at Databricks with keys.')
  if (params['response_format'] !== undefined && isClaude(model)) {
    throw new NotServed('The sdk backend does not ask Claude at Databricks for formats.')
  }
}

/** Claude's thoughts as Anthropic takes them; an effort wins over what is said of them. */
export function databricksThinking(params: JsonObject, model: string): JsonObject {
  if (!isClaude(model)) return params
  const { thinking: given, reasoning_effort: effort, ...rest } = params
  const thought = effort === undefined ? asTaken(given, model) : mapEffort(effort, model, 'databricks')
  const limit = 'max_tokens' in rest ? undefined : maxTokensBeside(thought.thinking)
  return { ...rest, ...thought, ...(limit === undefined ? {} : { max_tokens: limit }) }
}

function asTaken(thinking: Json | undefined, model: string): Thinking {
  if (thinking === undefined) return {}
  const legacy = !has(model, 'adaptiveThinking') || has(model, 'legacyThinking')
  if (asObject(thinking)?.['type'] !== 'enabled' || legacy) return { thinking }
  return toAdaptive(omit(asObject(thinking) ?? {}, ['block_binding']), model, undefined, 'databricks')
}

const has = (model: string, trait: AnthropicTrait): boolean => hasTrait(model, trait, 'databricks')

/** The address: models of three parts are behind its gateway. */
export function databricksAddress(base: string, { model }: Target): string {
  return `${model.split('.').length > 2 ? gateway(base) : base}/chat/completions`
}

function gateway(base: string): string {
  if (base.endsWith('/ai-gateway/mlflow/v1')) return base
  const path = URL.canParse(base) ? new URL(base).pathname : '/'
  if (!base.endsWith('/serving-endpoints') && path !== '/') return base
  return `${base.replace(/\/serving-endpoints$/, '')}/ai-gateway/mlflow/v1`
}

/** Claude's tools without what only Anthropic knows. */
export function databricksTools(tools: Json | undefined, model: string): Json | undefined {
  if (tools === undefined || !isClaude(model)) return tools
  return mapTools(tools).tools.map(({ name, input_schema: parameters = {}, description = null }) => ({
    type: 'function',
    function: { name, parameters, ...(description === null ? {} : { description }) },
  }))
}

/** The messages as Databricks takes them. */
export function databricksMessages(messages: readonly JsonObject[], model: string): JsonObject[] {
  const said = messages.map(plain).filter(message => !saysNothing(message))
  return isClaude(model) ? said : apart(mergedSystem(said.map(asSingleText)))
}

const untold = ['thinking_blocks', 'reasoning_content', 'provider_specific_fields']

function plain(given: JsonObject): JsonObject {
  const bare = omit(given, given['role'] === 'user' ? untold : [...untold, 'name'])
  const { cache_control: mark, content, ...rest } = bare
  if (mark !== undefined && typeof content === 'string') {
    return withoutEmpty({ ...rest, content: [{ type: 'text', text: content, cache_control: mark }] })
  }
  return withoutEmpty(bare)
}

// Empty texts are refused.
function withoutEmpty(message: JsonObject): JsonObject {
  const { content, ...rest } = message
  if (typeof content === 'string') return content.trim() === '' ? rest : message
  if (!Array.isArray(content)) return content === undefined || content === null ? rest : message
  const kept = objectsOf(content).filter(
    part => part['type'] !== 'text' || (asString(part['text']) ?? '').trim() !== '',
  )
  return kept.length === 0 ? rest : { ...rest, content: kept }
}

const saysNothing = (message: JsonObject): boolean =>
  message['role'] === 'assistant' && !message['content'] && !message['tool_calls'] && !message['function_call']

/** A lone text without any mark as what it is. */
function asSingleText(message: JsonObject): JsonObject {
  const { content } = message
  const [part] = objectsOf(content)
  const lone = Array.isArray(content) && content.length === 1 && part?.['type'] === 'text'
  return lone && Object.keys(part).length === 2 ? { ...message, content: part['text'] } : message
}

const isSystem = ({ role }: JsonObject): boolean => role === 'system'

/** System messages in a row as one. */
function mergedSystem(messages: readonly JsonObject[]): JsonObject[] {
  return messages.flatMap((message, index) => {
    if (!isSystem(message)) return [message]
    if (isSystem(messages[index - 1] ?? {})) return []
    const after = messages.slice(index)
    const end = after.findIndex(one => !isSystem(one))
    return [joined(end === -1 ? after : after.slice(0, end))]
  })
}

function joined(run: readonly JsonObject[]): JsonObject {
  const [first = {}] = run
  const contents = run.flatMap(({ content }) => (content === undefined || content === null ? [] : [content]))
  if (run.length === 1 || contents.length === 0) return first
  const texts = contents.every(content => typeof content === 'string')
  return { ...first, content: texts ? contents.join('\n\n') : contents.flatMap(blocks) }
}

const blocks = (content: Json | undefined): JsonObject[] =>
  typeof content === 'string' ? [{ type: 'text', text: content }] : objectsOf(content)

/** Each result of several calls right behind its own call. */
function apart(messages: readonly JsonObject[]): JsonObject[] {
  return messages.flatMap((message, index): JsonObject[] => {
    const results = resultsBehind(messages, index)
    if (results) return results.flatMap(([call, result], place) => [alone(message, call, place === 0), result])
    return isTaken(messages, index) ? [] : [message]
  })
}

const alone = (message: JsonObject, call: JsonObject, first: boolean): JsonObject =>
  first ? { ...message, tool_calls: [call] } : { role: 'assistant', tool_calls: [call] }

/** The calls of a turn with their results, in the order of those; undefined where they are not one each. */
function resultsBehind(messages: readonly JsonObject[], index: number): [JsonObject, JsonObject][] | undefined {
  const calls = messages[index]?.['role'] === 'assistant' ? objectsOf(messages[index]['tool_calls']) : []
  if (calls.length < 2) return undefined
  const after = messages.slice(index + 1)
  const end = after.findIndex(({ role }) => role !== 'tool')
  const results = end === -1 ? after : after.slice(0, end)
  const known = new Map(calls.map(call => [call['id'], call]))
  const asked = new Set(results.map(result => result['tool_call_id']))
  const matched = results.length === calls.length && asked.size === known.size
  if (!matched || ![...asked].every(id => known.has(id))) return undefined
  return results.map(result => [known.get(result['tool_call_id']) ?? {}, result])
}

/** Whether a result has been put behind its call already. */
function isTaken(messages: readonly JsonObject[], index: number): boolean {
  if (messages[index]?.['role'] !== 'tool') return false
  const turn = messages.findLastIndex(({ role }, at) => at < index && role !== 'tool')
  return turn !== -1 && resultsBehind(messages, turn) !== undefined
}

/** A delta without blocks; arguments that are none are not told as such, as more may follow. */
export function databricksDelta(delta: JsonObject): JsonObject {
  const calls = objectsOf(delta['tool_calls']).map(call => {
    const called = asObject(call['function'])
    return called?.['arguments'] === '{}' ? { ...call, function: { ...called, arguments: '' } } : call
  })
  return { ...withoutBlocks(delta), ...(calls.length > 0 ? { tool_calls: calls } : {}) }
}

/** A message, or a delta, whose content is in blocks, as the others have it. */
function withoutBlocks(message: JsonObject): JsonObject {
  const { content } = message
  if (!Array.isArray(content)) return message
  const parts = objectsOf(content)
  const thoughts = parts.filter(({ type }) => type === 'reasoning').flatMap(part => objectsOf(part['summary']))
  const text = parts.map(part => (part['type'] === 'text' ? (asString(part['text']) ?? '') : '')).join('')
  if (thoughts.length === 0) return { ...message, content: text }
  return {
    ...message,
    content: text,
    reasoning_content: thoughts.map(thought => asString(thought['text']) ?? '').join(''),
    thinking_blocks: thoughts.map(({ text: thinking = '', signature = '' }) => ({
      type: 'thinking',
      thinking,
      signature,
    })),
  }
}

/** What the texts of an answer cite, each with the text that does. */
function citationsOf(message: JsonObject): JsonObject[][] {
  return objectsOf(message['content']).flatMap(part => {
    const cited = objectsOf(part['citations'])
    return cited.length > 0 ? [cited.map(citation => ({ ...citation, supported_text: part['text'] ?? null }))] : []
  })
}

/** An answer with nothing but what LiteLLM keeps of Databricks'. */
export function databricksAnswer(body: JsonObject): JsonObject {
  const choices = objectsOf(body['choices']).map(({ index = 0, finish_reason: finish = null, message }) => {
    const given = asObject(message) ?? {}
    const citations = citationsOf(given)
    const plain = withoutBlocks(given)
    const { reasoning, content } = reasoningOf(plain)
    const kept = withoutNulls({
      reasoning_content: reasoning ?? null,
      thinking_blocks: plain['thinking_blocks'],
      tool_calls: given['tool_calls'],
    })
    const fields = citations.length > 0 ? { provider_specific_fields: { citations } } : {}
    return { index, finish_reason: finish, message: { role: 'assistant', content, ...kept, ...fields } }
  })
  return { id: body['id'], created: body['created'], model: body['model'], usage: body['usage'], choices }
}
