/**
 * Requests of Anthropic's API that nobody thought of, as agents send them: conversations with tools, thoughts, pictures
 * and documents, drawn at random like those of random.ts.
 */
import type { Json, JsonObject } from '../../../services/simulator/json.ts'
import { messagesPath, type ParityCase } from '../case.ts'
import { Draws } from '../draws.ts'

const texts = ['hi', 'Tell me a joke', 'line\nline ', 'é€😀', ' trailing  ', '', '  '] as const
const ephemeral: JsonObject = { cache_control: { type: 'ephemeral' } }
const hourly: JsonObject = { cache_control: { type: 'ephemeral', ttl: '1h' } }
const text = (value: string, more: JsonObject = {}): JsonObject => ({ type: 'text', text: value, ...more })
const png = { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' }
const pdf = { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0=' }

const blocks: readonly [JsonObject, ...JsonObject[]] = [
  text('cached', ephemeral),
  text('for an hour', hourly),
  text('cited', { citations: null }),
  { type: 'image', source: png },
  { type: 'image', source: png, ...ephemeral },
  { type: 'document', source: pdf },
  { type: 'document', source: pdf, title: 'a.pdf', context: 'c', citations: { enabled: true } },
  { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'doc' }, title: 'T' },
  { type: 'document', source: { type: 'content', content: [text('x')] } },
  { type: 'search_result', source: 'https://e.com', title: 'S', content: [text('r')] },
]

const results: readonly [Json, ...Json[]] = [
  'sunny',
  '',
  '{"t":1}',
  [],
  [text('sunny')],
  [text('a', ephemeral), text('b')],
  [text('see'), { type: 'image', source: png }],
  [{ type: 'image', source: png }],
  [{ type: 'tool_reference', tool_name: 'get_weather' }],
]

const weather: JsonObject = {
  name: 'get_weather',
  description: 'The weather of a city.',
  input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
}
const deep: JsonObject = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  properties: { a: { anyOf: [{ type: 'string' }, { type: 'null' }] }, b: { $ref: '#/$defs/B' } },
  $defs: { B: { type: 'object', properties: { c: { type: 'string', enum: ['1'] } } } },
  additionalProperties: false,
}
const toolLists: readonly [Json, ...Json[]] = [
  [weather],
  [weather, { name: 'now', input_schema: { type: 'object', properties: {} } }],
  [
    { ...weather, type: 'custom', ...ephemeral },
    { name: 'deep', description: 'D', input_schema: deep, strict: true },
  ],
  [{ ...weather, input_examples: [{ city: 'B' }], eager_input_streaming: true }],
  [{ ...weather, defer_loading: true, allowed_callers: ['direct'] }],
  [{ name: `mcp__${'a_very_long_name_'.repeat(5)}`, input_schema: { type: 'object' } }, weather],
  [],
]
const hosted: readonly [JsonObject, ...JsonObject[]] = [
  { type: 'web_search_20250305', name: 'web_search', max_uses: 2 },
  { type: 'bash_20250124', name: 'bash' },
  { type: 'text_editor_20250728', name: 'str_replace_based_edit_tool' },
  { type: 'memory_20250818', name: 'memory' },
]

const schema: JsonObject = { type: 'object', properties: { a: { type: 'string' }, n: { type: 'integer', minimum: 1 } } }
const format: JsonObject = { type: 'json_schema', schema }
const session = JSON.stringify({ device_id: 'd', account_uuid: '', session_id: 'session-1' })

const values: readonly [
  readonly [string, readonly [Json, ...Json[]]],
  ...(readonly [string, readonly [Json, ...Json[]]])[],
] = [
  ['temperature', [0, 0.7, 1]],
  ['top_p', [0.9, 1]],
  ['top_k', [5]],
  ['stop_sequences', [['END'], ['a', 'b'], []]],
  ['metadata', [{ user_id: 'u-1' }, { user_id: session }, {}]],
  ['system', ['Be brief.', [text('Be brief.', ephemeral)], [text('x-anthropic-billing-header: a'), text('S', hourly)]]],
  [
    'thinking',
    [
      { type: 'enabled', budget_tokens: 1024 },
      { type: 'enabled', budget_tokens: 4000 },
      { type: 'adaptive' },
      { type: 'disabled' },
    ],
  ],
  ['output_config', [{ effort: 'low' }, { effort: 'high' }, { format }, { effort: 'medium', format }]],
  ['output_format', [format]],
  ['context_management', [{ edits: [{ type: 'clear_thinking_20251015', keep: 'all' }] }]],
  ['service_tier', ['auto', 'standard_only']],
  ['container', ['c-1']],
  ['unheard_of', [1, { a: 1 }]],
  ['drop_params', [true]],
]

const headers: readonly [Readonly<Record<string, string>>, ...Readonly<Record<string, string>>[]] = [
  {},
  {},
  { 'anthropic-version': '2023-06-01' },
  {
    'anthropic-version': '2023-06-01',
    'anthropic-beta': 'claude-code-20250219,interleaved-thinking-2025-05-14,context-management-2025-06-27',
    'x-app': 'cli',
  },
]

const models = [
  'claude',
  'claude-opus-4-6',
  'claude-sonnet-5',
  'claude-3-7',
  'gpt',
  'gpt-5',
  'groq',
  'openrouter',
  'router-claude',
  'vllm',
  'azure',
  'vertex-claude',
  'bedrock-nova',
] as const

/** As many cases as asked, drawn from a seed. */
export function randomMessagesCases(seed: number, count: number): readonly ParityCase[] {
  const draws = new Draws(seed)
  return Array.from({ length: count }, (_, index) => {
    const model = draws.one(models)
    const name = `random messages/seed ${seed}, number ${index}, ${model}`
    return { name, path: messagesPath, headers: draws.one(headers), body: request(draws, model) }
  })
}

function request(draws: Draws, model: string): JsonObject {
  const body: JsonObject = { model, max_tokens: draws.one([50, 8000]), messages: conversation(draws, model) }
  for (let more = draws.upTo(4); more > 0; more -= 1) {
    const [name, choices] = draws.one(values)
    body[name] = draws.one(choices)
  }
  if (draws.happens(0.5)) {
    const list = draws.one(toolLists) as Json[]
    body['tools'] = draws.happens(0.2) ? [...list, draws.one(hosted)] : list
    const named = { type: 'tool', name: 'get_weather' }
    if (draws.happens(0.4)) {
      body['tool_choice'] = draws.one<Json>([
        { type: 'auto' },
        { type: 'any', disable_parallel_tool_use: true },
        named,
        { type: 'none' },
      ])
    }
  }
  if (draws.happens(0.4)) body['stream'] = true
  return body
}

function conversation(draws: Draws, model: string): JsonObject[] {
  const messages: JsonObject[] = []
  for (let turns = draws.upTo(4); turns > 0; turns -= 1) messages.push(...turn(draws))
  // What LiteLLM makes of Nova's thoughts in a stream has cases of its own.
  const scenario = draws.one(
    model === 'bedrock-nova' ? ['', '[sim:tool] '] : ['', '', '[sim:tool] ', '[sim:thinking] '],
  )
  return [...messages, { role: 'user', content: `${scenario}${draws.one(['hi', 'And?', 'é€😀'])}` }]
}

function turn(draws: Draws): JsonObject[] {
  const kind = draws.next()
  if (kind < 0.45)
    return [
      { role: 'user', content: spoken(draws) },
      { role: 'assistant', content: told(draws) },
    ]
  if (kind < 0.9) return toolUse(draws)
  return [{ role: 'system', content: draws.one<Json>(['reminder', [text('reminder', ephemeral)]]) }]
}

function spoken(draws: Draws): Json {
  if (draws.happens(0.4)) return draws.one(['hi', 'Tell me a joke', 'é€😀'])
  return Array.from({ length: 1 + draws.upTo(3) }, () =>
    draws.happens(0.5) ? text(draws.one(texts)) : draws.one(blocks),
  )
}

const thoughts: readonly [JsonObject, ...JsonObject[]] = [
  { type: 'thinking', thinking: 'hm', signature: 'c2ln' },
  { type: 'thinking', thinking: '', signature: 'c2ln' },
  { type: 'thinking', thinking: 'hm', signature: '' },
  { type: 'thinking', thinking: 'h', signature: 'litellm_encrypted_reasoning:x' },
  { type: 'redacted_thinking', data: 'eA==' },
]

function told(draws: Draws): Json {
  if (draws.happens(0.4)) return draws.one(['b', 'é€😀'])
  return [...(draws.happens(0.4) ? [draws.one(thoughts)] : []), text(draws.one(['b', 'c ', '']))]
}

function toolUse(draws: Draws): JsonObject[] {
  const ids = draws.one([
    ['toolu_a'],
    ['toolu_a'],
    ['toolu_a', 'toolu_b'],
    ['functions.f:0'],
    ['call_x__thought__c2ln'],
  ])
  const calls = ids.map(id => ({
    type: 'tool_use',
    id,
    name: 'get_weather',
    input: draws.one<JsonObject>([{ city: 'Zürich' }, {}]),
  }))
  const content: JsonObject[] = ids.map(tool_use_id => ({
    type: 'tool_result',
    tool_use_id,
    content: draws.one(results),
    ...(draws.happens(0.2) ? { is_error: true } : {}),
    ...(draws.happens(0.2) ? ephemeral : {}),
  }))
  if (draws.happens(0.3)) content.push(draws.happens(0.5) ? text('and?') : draws.one(blocks))
  const before = draws.one([[], [text('I look.')], [draws.one(thoughts)], [draws.one(thoughts), text('')]])
  return [
    { role: 'user', content: 'q' },
    { role: 'assistant', content: [...before, ...calls] },
    { role: 'user', content },
  ]
}
