/**
 * Where the Responses API is, besides at OpenAI and Azure, and what each of its providers wants otherwise
 * (LiteLLM: llms/<provider>/responses, llms/openai_like/providers.json).
 */
import { asObject, isObject } from '../json.ts'
import type { Json, JsonObject, Target } from '../translator.ts'
import { fireworksHeaders } from './fireworks.ts'
import { fireworksInstructed } from './fireworks-responses.ts'
import { sailExtras, sailWindow } from './sail.ts'

/** What sets a provider apart. */
export interface Place {
  /** What comes behind the base, where that is more than the usual. */
  readonly url?: (base: string) => string
  /** The parameters it takes; where nothing is said, all that OpenAI has. */
  readonly takes?: ReadonlySet<string>
  /** What is dropped of others is really left out; elsewhere LiteLLM only no longer minds it. */
  readonly leavesOut?: boolean
  /** Parameters in its words, before they are sent; `drop` leaves out what it does not know. */
  readonly params?: (params: JsonObject, drop: boolean) => JsonObject
  /** The request as it takes it. */
  readonly shaped?: (request: JsonObject, target: Target) => JsonObject
  /** What the client sends besides. */
  readonly extras?: (extra: JsonObject, params: JsonObject, drop: boolean) => JsonObject
  readonly headers?: (body: JsonObject) => Record<string, string>
  /** It tells in its usage what it takes for the call: all that is known of it, or in the place of what words cost. */
  readonly bills?: 'whole' | 'words'
  /** What LiteLLM says where it has no key for it. */
  readonly keyless?: string
  /** It searches no files, and LiteLLM does in its place. */
  readonly searchesNoFiles?: boolean
  /** An event of a stream with what it may leave out. */
  readonly completed?: (event: JsonObject) => JsonObject
}

const list = (names: string): ReadonlySet<string> => new Set(names.split(' '))

const plain: Place = {}

const places: Readonly<Record<string, Place>> = Object.assign(Object.create(null) as object, {
  cortecs: plain,
  databricks: plain,
  edenai: { bills: 'whole', keyless: 'Missing Eden AI API key: set EDENAI_API_KEY or pass api_key' },
  empiriolabs: plain,
  fireworks_ai: {
    keyless: 'FIREWORKS_API_KEY is not set',
    searchesNoFiles: true,
    shaped: fireworksInstructed,
    headers: ({ litellm_session_id: id, litellm_metadata: metadata }) =>
      fireworksHeaders({ litellm_session_id: id, metadata }),
  },
  hosted_vllm: { url: base => (base.endsWith('/v1') ? `${base}/responses` : `${base}/v1/responses`) },
  litellm_proxy: plain,
  meta: plain,
  neosantara: plain,
  openai: plain,
  openrouter: {
    bills: 'whole',
    keyless: 'OpenRouter API key is required. Set OPENROUTER_API_KEY environment variable or pass api_key parameter.',
  },
  parasail: { params: params => ({ ...params, store: false }) },
  perplexity: {
    bills: 'words',
    url: base => `${base}/v1/responses`,
    takes: list('max_output_tokens stream temperature top_p tools reasoning instructions'),
    shaped: perplexed,
  },
  pinstripes: plain,
  prism: plain,
  sail: { params: sailWindow, extras: sailExtras },
  tensormesh: plain,
  volcengine: {
    keyless: 'Volcengine API key is required. Set ARK_API_KEY / VOLCENGINE_API_KEY or pass api_key.',
    completed: withProbabilities,
    url: base => {
      if (base.endsWith('/responses')) return base
      return base.endsWith('/api/v3') ? `${base}/responses` : `${base}/api/v3/responses`
    },
    takes: list(
      'instructions max_output_tokens previous_response_id store reasoning stream temperature top_p text tools ' +
        'tool_choice max_tool_calls context_management',
    ),
    leavesOut: true,
  },
  xai: plain,
} satisfies Record<string, Place>)

/** What is known of a deployment's provider; undefined where it has no such API of its own. */
export function placeOf({ provider, model, endpoints, apiBase }: Target): Place | undefined {
  // Of the models at Databricks OpenAI's alone have it.
  const own = provider === 'databricks' && !/gpt/i.test(model) ? undefined : places[provider]
  return own ?? (apiBase !== '' && endpoints?.includes('/v1/responses') ? plain : undefined)
}

/** Perplexity's messages say that they are some, and what it calls a preset is no model. */
function perplexed({ model, ...request }: JsonObject): JsonObject {
  const input = Array.isArray(request['input']) ? request['input'].map(typed) : (request['input'] ?? null)
  const preset = typeof model === 'string' && model.startsWith('preset/') ? model.slice('preset/'.length) : undefined
  return { ...(preset === undefined ? { model: model ?? null } : { preset }), ...request, input }
}

/** Words that Volcengine tells without their probabilities have none. */
function withProbabilities(event: JsonObject): JsonObject {
  const part = asObject(event['part'])
  if (event['type'] !== 'response.content_part.done' || part?.['type'] !== 'output_text') return event
  return { ...event, part: { logprobs: [], ...part } }
}

const typed = (item: Json): Json => (isObject(item) && !('type' in item) ? { ...item, type: 'message' } : item)
