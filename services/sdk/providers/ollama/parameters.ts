/** What a request says besides its messages, in Ollama's words: `options`, and what stands beside them. */
import { asObject, asString, isObject, omit } from '../json.ts'
import { withoutNested } from '../nested-drops.ts'
import { type Parameters, readParameters, requestHeaders } from '../parameters.ts'
import type { Json, JsonObject, Target } from '../translator.ts'

const common =
  'max_tokens stream top_p temperature seed frequency_penalty stop response_format max_completion_tokens reasoning_effort'

const taken = {
  chat: new Set(`${common} tools tool_choice functions`.split(' ')),
  generate: new Set(`${common} tools functions`.split(' ')),
}

/** Names that stand beside `options`. */
const beside = {
  chat: ['stream', 'format', 'keep_alive', 'think', 'tools', 'function_name'],
  generate: ['stream', 'format', 'images', 'think'],
}

/** How Ollama is asked. */
export type Kind = keyof typeof taken

/** A request without its messages or prompt. */
export interface Asked {
  readonly beside: JsonObject
  readonly options: JsonObject
  /** Functions that are to be described in the prompt. */
  readonly functions: Json[]
}

/** The parameters as Ollama takes them; its own go into `options` too. */
export function readAsked(chat: JsonObject, target: Target, kind: Kind): Asked {
  // LiteLLM takes a choice of tools for a prompt where it takes the tools, and leaves it out.
  const choosing = kind === 'generate' && 'tools' in chat ? ['tool_choice'] : []
  const known = new Set([...taken[kind], ...choosing])
  // It takes either; of both it takes the tools.
  if (kind === 'generate' && (chat['tools'] ?? null) !== null) known.delete('functions')
  const { openai, allowed, extra } = readParameters(chat, target, known)
  const functions = kind === 'generate' ? listOf(openai['tools'] ?? openai['functions']) : []
  const { extra_body: more, ...own } = extra
  const all = withoutNested(
    {
      ...omit(allowed, ['tool_choice']),
      ...(functions.length > 0 ? { format: 'json' } : {}),
      ...mapped(openai, target.model, kind),
      ...own,
    },
    { ...target.defaults, ...chat }['additional_drop_params'],
  )
  const standing = Object.fromEntries(Object.entries(all).filter(([name]) => beside[kind].includes(name)))
  return {
    beside: { ...omit(standing, ['function_name']), ...asObject(more) },
    options: omit(all, beside[kind]),
    functions,
  }
}

function mapped(params: Parameters['openai'], model: string, kind: Kind): JsonObject {
  const { max_tokens: older, max_completion_tokens: limit = older, frequency_penalty: penalty, ...rest } = params
  const tools = kind === 'chat' ? (params['tools'] ?? params['functions']) : undefined
  const format = formatOf(asObject(params['response_format']))
  const effort = params['reasoning_effort']
  return {
    ...omit(rest, ['tools', 'tool_choice', 'functions', 'response_format', 'reasoning_effort', 'stream']),
    ...(limit === undefined ? {} : { num_predict: limit }),
    ...(penalty === undefined ? {} : { [kind === 'chat' ? 'repeat_penalty' : 'frequency_penalty']: penalty }),
    ...(tools === undefined ? {} : { tools }),
    ...(format === undefined ? {} : { format }),
    ...(effort === undefined ? {} : { think: thinkingOf(effort, model) }),
  }
}

function formatOf(format: JsonObject | undefined): Json | undefined {
  if (format?.['type'] === 'json_object') return 'json'
  if (format?.['type'] !== 'json_schema') return undefined
  const schema = asObject(format['json_schema'])?.['schema']
  return isObject(schema) && Object.keys(schema).length === 0 ? undefined : schema
}

// Only these models know degrees of thinking.
function thinkingOf(effort: Json, model: string): Json {
  return model.startsWith('gpt-oss') ? effort : ['low', 'medium', 'high'].includes(asString(effort) ?? '')
}

const listOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : [])

/** Address and headers of a request to one of Ollama's endpoints. */
export function addressOf(chat: JsonObject, target: Target, endpoint: string) {
  const base = target.apiBase.replace(/\/+$/, '')
  const key: Record<string, string> = target.apiKey === undefined ? {} : { authorization: `Bearer ${target.apiKey}` }
  return {
    url: base.endsWith(endpoint) ? base : base + endpoint,
    // LiteLLM names no JSON, and Ollama asks for none.
    headers: { 'content-type': 'application/octet-stream', ...target.headers, ...requestHeaders(chat), ...key },
  }
}
