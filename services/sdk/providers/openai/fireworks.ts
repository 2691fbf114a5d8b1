/** Fireworks: what sets it apart from OpenAI, as LiteLLM has it (llms/fireworks_ai). */
import { findModel, modelsOf } from '../../models/table.ts'
import { asObject, asString, objectsOf, omit, parseJson } from '../json.ts'
import { inlined } from '../schema-refs.ts'
import { type Json, type JsonObject, RequestFault } from '../translator.ts'

const taken = (
  'stream max_completion_tokens max_tokens temperature top_p frequency_penalty presence_penalty n stop response_format ' +
  'user logprobs seed top_logprobs logit_bias prompt_cache_key service_tier prediction stream_options'
).split(' ')

const provider = 'fireworks_ai'
const home = 'accounts/fireworks/models/'
const routers = 'accounts/fireworks/routers/'

/** The parameters a model takes. */
export function fireworksParams(model: string): ReadonlySet<string> {
  const calls = capability(model, 'function_calling') !== false
  return new Set([
    ...taken,
    ...(calls ? ['tools', 'parallel_tool_calls'] : []),
    ...(exactly(model, 'tool_choice') === true ? ['tool_choice'] : []),
    ...(capability(model, 'reasoning') === true ? ['reasoning_effort', 'thinking'] : []),
  ])
}

/** The model's full name there. */
export function fireworksName(model: string): string {
  if (model.startsWith('accounts/') || model.startsWith('FW-') || model.includes('#')) return model
  if (/^(?:routers|models)\//.test(model)) return `accounts/fireworks/${model}`
  const routed = model.endsWith('-fast') || /^(?:firerouter|auto|auto-instant)$|^firerouter\//.test(model)
  return routed ? `accounts/fireworks/routers/${model}` : home + model
}

function exactly(model: string, what: string): Json | undefined {
  const short = model.startsWith(home) ? model.slice(home.length) : model
  const full = fireworksName(model)
  const family = full.startsWith(`${routers}firerouter/`) ? [`${routers}firerouter`] : []
  const names = [model, short, home + short, full, ...family]
  return names.map(name => valueOf(name, what)).find(value => value !== undefined)
}

function valueOf(name: string, what: string): Json | undefined {
  return findModel(provider, name)?.entry[`supports_${what}`] as Json | undefined
}

/** What the table says of a model, or else of the longest name that is a part of its own. */
function capability(model: string, what: string): Json | undefined {
  const exact = exactly(model, what)
  if (exact !== undefined) return exact
  const short = `-${model.startsWith(home) ? model.slice(home.length) : model}-`
  const known = modelsOf(provider).filter(name => {
    const part = name.startsWith(home) ? name.slice(home.length) : name
    return short.includes(`-${part}-`) && valueOf(name, what) !== undefined
  })
  const longest = known.toSorted((a, b) => b.replace(home, '').length - a.replace(home, '').length)[0]
  return longest === undefined ? undefined : valueOf(longest, what)
}

/** The parameters in its words. */
export function fireworksBody(params: JsonObject): JsonObject {
  const { reasoning_effort: effort, tool_choice: choice, max_completion_tokens: limit, ...rest } = params
  if (effort !== undefined && rest['thinking'] !== undefined) {
    throw new RequestFault(
      'Fireworks AI chat completions does not support specifying both `thinking` and `reasoning_effort` in the same request.',
    )
  }
  const told = effortOf(effort)
  return {
    // It does not take both, and LiteLLM loses the format.
    ...(rest['tools'] === undefined ? rest : omit(rest, ['response_format'])),
    ...(limit === undefined ? {} : { max_tokens: limit }),
    ...(choice === undefined ? {} : { tool_choice: choice === 'required' ? 'any' : choice }),
    ...(told === undefined ? {} : { reasoning_effort: told }),
  }
}

function effortOf(effort: Json | undefined): Json | undefined {
  const value = asObject(effort) ? asObject(effort)?.['effort'] : effort
  if (typeof value === 'boolean') return value ? 'medium' : 'none'
  return value === 'auto' ? undefined : value
}

/** Tools without `strict`, and with older definitions put in place. */
export function fireworksTools(tools: readonly JsonObject[]): JsonObject[] {
  return tools.map(tool => {
    if (tool['type'] !== 'function') return tool
    const called = omit(asObject(tool['function']) ?? {}, ['strict'])
    const schema = asObject(called['parameters'])
    return { ...tool, function: schema ? { ...called, parameters: withoutDefinitions(schema) } : called }
  })
}

function withoutDefinitions(schema: JsonObject): Json | undefined {
  const { definitions, components, ...rest } = schema
  const older = { ...asObject(asObject(components)?.['schemas']), ...asObject(definitions) }
  return Object.keys(older).length === 0 ? schema : inlined(rest, older)
}

/** Messages as it takes them; throws for what it would refuse. */
export function fireworksMessages(messages: readonly JsonObject[], model: string): JsonObject[] {
  const blind = exactly(fireworksName(model), 'vision') === false
  for (const part of messages.filter(({ role }) => role === 'user').flatMap(({ content }) => objectsOf(content))) {
    if (part['type'] === 'file') {
      throw new RequestFault(
        'Fireworks AI chat completions does not support file content blocks. For PDFs, convert pages to images and send ' +
          'image_url blocks to a Fireworks vision model, or extract text before calling a text-only model.',
      )
    }
    if (part['type'] === 'image_url' && blind) {
      throw new RequestFault(
        `Fireworks AI model ${fireworksName(model)} does not support image inputs. Use a Fireworks vision model or remove ` +
          'image_url content blocks.',
      )
    }
  }
  return messages.map(message => omit(message, ['provider_specific_fields', 'thinking_blocks']))
}

/** Parameters of vLLM and NIM that Fireworks does not have. */
const foreign = new Set(
  (
    'stop_token_ids include_stop_str_in_output skip_special_tokens spaces_between_special_tokens best_of ' +
    'use_beam_search guided_decoding_backend guided_regex add_generation_prompt continue_final_message ' +
    'add_special_tokens detokenize allowed_token_ids bad_words include_reasoning nvext truncate_prompt_tokens ' +
    'chat_template_kwargs guided_json guided_grammar guided_choice'
  ).split(' '),
)

/** The provider's own parameters, with those of vLLM in Fireworks' words where it has them. */
export function fireworksExtras(extra: JsonObject, params: JsonObject, model: string): JsonObject {
  const kept = Object.fromEntries(Object.entries(extra).filter(([name]) => !foreign.has(name)))
  const has = (name: string): boolean => name in extra || name in params
  const length = extra['truncate_prompt_tokens']
  const effort = has('reasoning_effort') || has('thinking') ? undefined : templateEffort(extra, model)
  const format = has('response_format') ? undefined : guidedFormat(extra)
  return {
    ...('response_format' in params ? omit(kept, ['response_format']) : kept),
    ...(length === undefined || has('prompt_truncate_len') ? {} : { prompt_truncate_len: length }),
    ...(effort === undefined ? {} : { reasoning_effort: effort }),
    ...(format === undefined ? {} : { response_format: format }),
  }
}

function templateEffort({ chat_template_kwargs: template }: JsonObject, model: string): Json | undefined {
  const kwargs = asObject(template)
  if (!kwargs || capability(model, 'reasoning') !== true) return undefined
  const thinks = [kwargs['enable_thinking'], kwargs['thinking']].find(value => typeof value === 'boolean')
  if (thinks === false) return 'none'
  const budget = kwargs['reasoning_budget']
  if (typeof budget === 'number' && budget > 0) return Math.trunc(budget)
  return kwargs['low_effort'] === true ? 'low' : undefined
}

const schema = (name: string, value: Json): JsonObject => ({
  type: 'json_schema',
  json_schema: { name, schema: value },
})

function guidedFormat(extra: JsonObject): JsonObject | undefined {
  const { guided_json: json, guided_grammar: grammar, guided_choice: choice } = extra
  if (json !== undefined) return schema('response', json)
  if (grammar !== undefined) return { type: 'grammar', grammar }
  return choice === undefined ? undefined : schema('choice', { type: 'string', enum: choice })
}

/** A message whose content is a call of one of the tools: some models write it there. */
export function withCallsOf(message: JsonObject, tools: readonly JsonObject[]): JsonObject {
  const text = asString(message['content'])
  if (text === undefined || message['tool_calls'] || tools.length === 0) return message
  const called = asObject(parseJson(text))
  const known = tools.some(tool => asObject(tool['function'])?.['name'] === called?.['name'])
  if (!called || !known || called['name'] === undefined) return message
  const { name, arguments: args } = called
  return {
    ...message,
    content: null,
    tool_calls: [{ id: crypto.randomUUID(), type: 'function', function: { name, arguments: argumentsText(args) } }],
  }
}

const argumentsText = (value: Json | undefined): string =>
  typeof value === 'string' ? value : JSON.stringify(value ?? {})

/** The header that keeps a session at one machine, where the request names one. */
export function fireworksHeaders(chat: JsonObject): Record<string, string> {
  const session = chat['litellm_session_id'] || asObject(chat['metadata'])?.['session_id']
  return typeof session === 'string' || typeof session === 'number' ? { 'x-session-affinity': String(session) } : {}
}

/** Measurements and tokens that a chunk of a stream may carry, by LiteLLM's names. */
export function fireworksFields(chunk: JsonObject): JsonObject {
  const choices = objectsOf(chunk['choices'])
  const ofChunk = ['perf_metrics', 'prompt_token_ids'].filter(name => name in chunk)
  const ofChoices = [
    ['raw_output', 'raw_outputs'],
    ['token_ids', 'token_ids'],
  ] as const
  return Object.fromEntries([
    ...ofChunk.map(name => [`fireworks_${name}`, chunk[name]] as const),
    ...ofChoices.flatMap(([name, told]) => {
      const values = choices.flatMap(choice => (name in choice ? [choice[name] ?? null] : []))
      return values.length > 0 ? [[`fireworks_${told}`, values] as const] : []
    }),
  ])
}
