/**
 * Requests that nobody thought of: conversations and parameters drawn at random, the same ones for the same seed.
 * `CROSSFADE_PARITY_SEED` and `CROSSFADE_PARITY_RANDOM` (how many) look elsewhere; a difference that is found becomes a
 * case of its own in the table it belongs to.
 */
import type { Json, JsonObject } from '../../../services/simulator/json.ts'
import { Draws } from '../draws.ts'
import { chatPath, clockTool, type ParityCase, png, toolCall, weatherTool } from '../case.ts'

const texts = ['hi', 'Tell me a joke', '', '   ', 'line\nline ', 'é€😀', ' trailing  ', 'What is 2+2?'] as const

const parts: readonly [JsonObject, ...JsonObject[]] = [
  { type: 'text', text: 'cached', cache_control: { type: 'ephemeral' } },
  { type: 'text', text: 'extra', unheard_of: 1 },
  { type: 'image_url', image_url: { url: png } },
  { type: 'image_url', image_url: png },
  { type: 'image_url', image_url: { url: png, format: 'image/png', detail: 'low' } },
  { type: 'image_url', image_url: { url: 'https://example.com/a.png', detail: 'high' } },
  { type: 'file', file: { file_data: 'data:application/pdf;base64,JVBERi0=', filename: 'a.pdf' } },
  { type: 'file', file: { file_data: 'data:application/pdf;base64,JVBERi0=' } },
  { type: 'file', file: { file_id: 'file-1' } },
  { type: 'file', file: { file_id: 'file-9', format: 'application/pdf' } },
  { type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } },
  { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'doc' } },
]

const toolResults: readonly [Json, ...Json[]] = [
  'sunny',
  '',
  '{"t":1}',
  [],
  [{ type: 'text', text: 'sunny' }],
  [
    { type: 'text', text: 'a', cache_control: { type: 'ephemeral' } },
    { type: 'text', text: 'b' },
  ],
  [
    { type: 'text', text: 'see' },
    { type: 'image_url', image_url: { url: png } },
  ],
  [{ type: 'image_url', image_url: png }],
  [{ type: 'tool_reference', tool_name: 'x' }],
]

const nested: JsonObject = {
  type: 'function',
  function: {
    name: 'nested',
    parameters: {
      type: 'object',
      properties: { a: { anyOf: [{ type: 'string' }, { type: 'null' }] }, b: { $ref: '#/$defs/B' } },
      $defs: { B: { type: 'object', properties: { c: { type: 'string', enum: ['1'] } } } },
    },
  },
  cache_control: { type: 'ephemeral' },
}

const patterned: JsonObject = {
  type: 'function',
  function: {
    name: 'patterned',
    parameters: {
      type: 'object',
      properties: {
        a: { type: 'string', pattern: String.raw`\p{L}+` },
        b: { type: 'string', pattern: '^[a-z]+$' },
        c: { type: 'array', items: { type: 'string', pattern: '(?<n>a)' } },
      },
      patternProperties: { [String.raw`\p{L}`]: { type: 'string' } },
      additionalProperties: false,
    },
  },
}

const toolLists: readonly [Json, ...Json[]] = [
  [weatherTool],
  [weatherTool, clockTool],
  [nested],
  [patterned],
  [],
  [
    {
      type: 'function',
      function: { name: 'a-name-that-goes-on-and-on-beyond-the-sixty-four-characters-of-most-providers' },
    },
  ],
  [{ type: 'web_search_20250305', name: 'web_search', max_uses: 2 }],
]

const schema: JsonObject = {
  type: 'object',
  properties: { a: { type: 'string', minLength: 1 }, n: { type: 'integer', minimum: 1 } },
  required: ['a'],
}

const values: readonly [
  readonly [string, readonly [Json, ...Json[]]],
  ...(readonly [string, readonly [Json, ...Json[]]])[],
] = [
  ['temperature', [0, 0.7, 1, 2, null]],
  ['top_p', [0.9, 1, 0]],
  ['top_k', [5]],
  ['max_tokens', [10, 1, 5.6, null, 100_000]],
  ['max_completion_tokens', [50, null]],
  ['stop', ['END', ['a', 'b'], ['  '], [], null]],
  ['n', [1, 2]],
  ['seed', [7]],
  ['user', ['u-1', 'a@b.co', '12345']],
  ['metadata', [{ user_id: 'x' }, { k: 'v' }]],
  ['presence_penalty', [0, 0.5]],
  ['frequency_penalty', [0, 0.1]],
  ['logprobs', [true, false]],
  ['top_logprobs', [2]],
  ['logit_bias', [{ '50256': -100 }]],
  [
    'response_format',
    [{ type: 'text' }, { type: 'json_object' }, { type: 'json_schema', json_schema: { name: 'r', schema } }],
  ],
  ['reasoning_effort', ['low', 'medium', 'high', 'none', 'minimal', 'xhigh', null]],
  ['thinking', [{ type: 'enabled', budget_tokens: 1024 }, { type: 'disabled' }, { type: 'adaptive' }]],
  ['parallel_tool_calls', [true, false]],
  ['service_tier', ['auto', 'default']],
  ['store', [true, false]],
  ['modalities', [['text']]],
  ['prediction', [{ type: 'content', content: 'x' }]],
  ['verbosity', ['low']],
  ['drop_params', [true, false]],
  ['extra_body', [{ custom: 1 }]],
  ['extra_headers', [{ 'x-extra': 'y' }]],
  ['safety_identifier', ['s']],
  ['prompt_cache_key', ['k']],
  ['unheard_of', [1, { a: 1 }]],
  ['timeout', [30]],
  ['stream_options', [{ include_usage: true }, { include_usage: false }]],
  ['tags', [['a']]],
  ['functions', [[{ name: 'f', parameters: { type: 'object', properties: {} } }]]],
]

const models = [
  'claude',
  'claude-3',
  'claude-3-7',
  'claude-sonnet-4',
  'claude-opus-4-6',
  'claude-opus-4-8',
  'claude-sonnet-5',
  'claude-unknown',
  'gpt',
  'gpt-5',
  'o3',
  'gpt-unknown',
  'groq',
  'mistral',
  'deepseek',
  'xai',
  'openrouter',
  'vllm',
] as const

/** Models that only the Responses API has; they have draws of their own. */
const responding = ['gpt-codex', 'gpt-pro', 'azure-codex', 'xai-multi-agent'] as const

/** Models on other wires, and behind other doors; pictures elsewhere would have to be fetched for them. */
const elsewhere = [
  'gemini',
  'gemini-2',
  'gemini-3',
  'gemma',
  'vertex-gemini',
  'vertex-claude',
  'vertex-claude-4-6',
  'azure',
  'azure_ai',
  'azure-claude',
  'together',
  'fireworks',
  'ollama-chat',
  'ollama',
  'bedrock',
  'bedrock-3-5',
  'bedrock-opus-4-6',
  'bedrock-nova',
  'bedrock-nova-2',
  'bedrock-llama',
  'bedrock-gpt-oss',
  'bedrock-deepseek',
  'bedrock-invoke',
  'router-claude',
  'gpt-oss',
  'perplexity',
] as const

/** As many cases as asked, drawn from a seed. */
export const randomCases = (seed: number, count: number): readonly ParityCase[] => drawn('random', models, seed, count)

/** The same for models that LiteLLM asks at the Responses API. */
export const randomChatResponsesCases = (seed: number, count: number): readonly ParityCase[] =>
  drawn('random chat responses', responding, seed, count)

/** The same for models elsewhere. */
export const randomElsewhereCases = (seed: number, count: number): readonly ParityCase[] =>
  drawn('random elsewhere', elsewhere, seed, count).map(one => ({ ...one, body: withoutRemote(one.body) }))

function withoutRemote(body: ParityCase['body']): JsonObject {
  const { tools, ...rest } = JSON.parse(JSON.stringify(body).replaceAll('https://example.com/a.png', png)) as JsonObject
  // Of an empty list of tools LiteLLM makes a wish for JSON at Ollama, which is a case of its own.
  const empty = rest['model'] === 'ollama' && Array.isArray(tools) && tools.length === 0
  return tools === undefined || empty ? rest : { ...rest, tools }
}

function drawn(
  topic: string,
  among: readonly [string, ...string[]],
  seed: number,
  count: number,
): readonly ParityCase[] {
  const draws = new Draws(seed)
  return Array.from({ length: count }, (_, index) => {
    const model = draws.one(among)
    return { name: `${topic}/seed ${seed}, number ${index}, ${model}`, path: chatPath, body: request(draws, model) }
  })
}

function request(draws: Draws, model: string): JsonObject {
  const body: JsonObject = { model, messages: conversation(draws) }
  for (let more = draws.upTo(4); more > 0; more -= 1) {
    const [name, choices] = draws.one(values)
    body[name] = draws.one(choices)
  }
  if (draws.happens(0.35)) {
    body['tools'] = draws.one(toolLists)
    const named = { type: 'function', function: { name: 'get_weather' } }
    if (draws.happens(0.4)) body['tool_choice'] = draws.one<Json>(['auto', 'none', 'required', named])
  }
  if (draws.happens(0.35)) body['stream'] = true
  if (draws.happens(0.6)) body['drop_params'] ??= true
  return body
}

function conversation(draws: Draws): JsonObject[] {
  const messages: JsonObject[] = []
  if (draws.happens(0.4)) messages.push({ role: draws.one(['system', 'developer']), content: instructions(draws) })
  for (let turns = 1 + draws.upTo(4); turns > 0; turns -= 1) messages.push(...turn(draws))
  if (messages.at(-1)?.['role'] === 'user') return messages
  const scenario = draws.one(['', '', '[sim:tool] ', '[sim:thinking] ', '[sim:refusal] '])
  return [...messages, { role: 'user', content: scenario + draws.one(texts) }]
}

function instructions(draws: Draws): Json {
  if (draws.happens(0.7)) return draws.one(texts)
  const marked = { type: 'text', text: 'second', cache_control: { type: 'ephemeral', ttl: '1h' } }
  return [{ type: 'text', text: draws.one(texts) }, marked]
}

function turn(draws: Draws): JsonObject[] {
  const kind = draws.next()
  if (kind < 0.5) return [{ role: 'user', content: spoken(draws), ...(draws.happens(0.1) ? { name: 'bob' } : {}) }]
  if (kind < 0.65) return [assistant(draws)]
  if (kind < 0.9) return toolUse(draws)
  return [kind < 0.95 ? { role: 'system', content: 'mid reminder' } : { role: 'user', content: [] }]
}

function spoken(draws: Draws): Json {
  if (draws.happens(0.55)) return draws.one(texts)
  return Array.from({ length: 1 + draws.upTo(3) }, () =>
    draws.happens(0.6) ? { type: 'text', text: draws.one(texts) } : draws.one(parts),
  )
}

function assistant(draws: Draws): JsonObject {
  const text = draws.one(texts)
  return {
    role: 'assistant',
    content: draws.happens(0.8) ? text : [{ type: 'text', text }],
    ...(draws.happens(0.2) ? { reasoning_content: 'thought' } : {}),
    ...(draws.happens(0.15) ? { thinking_blocks: [{ type: 'thinking', thinking: 'hm', signature: 'c2ln' }] } : {}),
    ...(draws.happens(0.1) ? { refusal: null } : {}),
    ...(draws.happens(0.1) ? { prefix: true } : {}),
  }
}

function toolUse(draws: Draws): JsonObject[] {
  const ids = draws.happens(0.3) ? ['call_a', 'call_b'] : ['call_a']
  const calls = ids.map(id => toolCall(id, draws.one(['{"city":"Paris"}', '{}', '', '{"city": "Zürich"}'])))
  const results = ids.map(id => {
    const named = draws.happens(0.2) ? { name: 'get_weather' } : {}
    return { role: 'tool', tool_call_id: id, content: draws.one(toolResults), ...named }
  })
  return [{ role: 'assistant', content: draws.one([null, '', 'let me see']), tool_calls: calls }, ...results]
}
