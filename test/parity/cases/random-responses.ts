/**
 * Requests of the Responses API that nobody thought of, as agents send them: items of every kind, drawn at random like
 * those of random.ts.
 */
import type { Json, JsonObject } from '../../../services/simulator/json.ts'
import { type ParityCase, png } from '../case.ts'
import { Draws } from '../draws.ts'

const texts = ['hi', 'Tell me a joke', 'line\nline ', 'é€😀', ' trailing  '] as const
const input = (text: string): JsonObject => ({ type: 'input_text', text })
const said = (text: string): JsonObject => ({ type: 'output_text', text, annotations: [] })
const message = (role: string, content: Json): JsonObject => ({ type: 'message', role, content })

const parts: readonly [JsonObject, ...JsonObject[]] = [
  { type: 'input_image', image_url: png },
  { type: 'input_image', image_url: png, detail: 'low' },
  { type: 'input_file', filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBERi0=' },
  { type: 'input_text', text: 'cached', cache_control: { type: 'ephemeral' } },
]

const weather: JsonObject = {
  type: 'function',
  name: 'get_weather',
  description: 'The weather of a city.',
  strict: false,
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
}
const shell: JsonObject = {
  type: 'function',
  name: 'shell',
  strict: true,
  parameters: {
    type: 'object',
    properties: { command: { type: 'array', items: { type: 'string' } }, timeout: { type: ['number', 'null'] } },
    required: ['command', 'timeout'],
    additionalProperties: false,
  },
}
const patch: JsonObject = {
  type: 'custom',
  name: 'apply_patch',
  description: 'Patches a file.',
  format: { type: 'grammar', syntax: 'lark', definition: 'start: "a"' },
}
const space: JsonObject = {
  type: 'namespace',
  name: 'files',
  description: 'Files.',
  tools: [{ ...weather, name: 'read' }],
}
const toolLists: readonly [JsonObject[], ...JsonObject[][]] = [
  [weather],
  [weather, shell],
  [shell, patch, { type: 'web_search', external_web_access: false }],
  [shell, { type: 'local_shell' }],
  [space, weather],
  [{ ...weather, strict: null, description: null }],
  [{ type: 'web_search_preview', search_context_size: 'low' }],
  [{ type: 'image_generation', output_format: 'png' }, weather],
  [],
]

const schema: JsonObject = {
  type: 'object',
  properties: { a: { type: 'string' } },
  required: ['a'],
  additionalProperties: false,
}

const values: readonly [
  readonly [string, readonly [Json, ...Json[]]],
  ...(readonly [string, readonly [Json, ...Json[]]])[],
] = [
  ['instructions', ['Be brief.', '']],
  ['temperature', [0, 1]],
  ['top_p', [0.9]],
  ['max_output_tokens', [50, 8000]],
  ['metadata', [{ a: 'b' }, {}]],
  ['user', ['u-1']],
  ['store', [false, true]],
  ['include', [['reasoning.encrypted_content'], []]],
  ['prompt_cache_key', ['k']],
  ['service_tier', ['auto']],
  ['truncation', ['auto', 'disabled']],
  ['parallel_tool_calls', [true, false]],
  ['reasoning', [{ effort: 'low' }, { effort: 'high', summary: 'auto' }, { summary: 'auto' }, null]],
  [
    'text',
    [
      { format: { type: 'text' }, verbosity: 'low' },
      { format: { type: 'json_object' } },
      { format: { type: 'json_schema', name: 'n', schema, strict: true } },
      { verbosity: 'medium' },
    ],
  ],
  ['max_tool_calls', [3]],
  ['safety_identifier', ['s']],
  ['client_metadata', [{ x: 'y' }]],
  ['unheard_of', [1]],
]

const models = [
  'claude',
  'claude-opus-4-6',
  'claude-sonnet-5',
  'claude-3-7',
  'vertex-claude',
  'groq',
  'deepseek',
  'together',
  'bedrock-nova',
] as const

/** As many cases as asked, drawn from a seed. */
export function randomResponsesCases(seed: number, count: number): readonly ParityCase[] {
  const draws = new Draws(seed)
  return Array.from({ length: count }, (_, index) => {
    const model = draws.one(models)
    const name = `random responses/seed ${seed}, number ${index}, ${model}`
    return { name, path: '/v1/responses', body: request(draws, model) }
  })
}

function request(draws: Draws, model: string): JsonObject {
  const body: JsonObject = { model, input: conversation(draws, model) }
  for (let more = draws.upTo(5); more > 0; more -= 1) {
    const [name, choices] = draws.one(values)
    body[name] = draws.one(choices)
  }
  if (draws.happens(0.5)) {
    body['tools'] = draws.one(toolLists)
    const named = { type: 'function', name: 'get_weather' }
    if (draws.happens(0.4)) body['tool_choice'] = draws.one<Json>(['auto', 'required', 'none', named])
  }
  if (draws.happens(0.4)) body['stream'] = true
  if (draws.happens(0.5)) body['drop_params'] = true
  return body
}

function conversation(draws: Draws, model: string): Json {
  const scenario = draws.one(
    model === 'bedrock-nova' ? ['', '[sim:tool] '] : ['', '', '[sim:tool] ', '[sim:thinking] '],
  )
  const asked = `${scenario}${draws.one(texts)}`
  if (draws.happens(0.2)) return asked
  const items: JsonObject[] = []
  if (draws.happens(0.3)) items.push(message(draws.one(['developer', 'system']), draws.one<Json>(['D', [input('D')]])))
  for (let turns = draws.upTo(4); turns > 0; turns -= 1) items.push(...turn(draws))
  return [...items, message('user', draws.one<Json>([asked, [input(asked)]]))]
}

function turn(draws: Draws): JsonObject[] {
  const asked = message('user', spoken(draws))
  if (draws.happens(0.4)) return [asked, ...thought(draws), message('assistant', [said(draws.one(['b', 'c ']))])]
  return [
    asked,
    ...thought(draws),
    ...(draws.happens(0.3) ? [message('assistant', [said('I look.')])] : []),
    ...calls(draws),
  ]
}

function spoken(draws: Draws): Json {
  if (draws.happens(0.4)) return draws.one(texts)
  const list: JsonObject[] = [input(draws.one(texts))]
  if (draws.happens(0.4)) list.push(draws.one(parts))
  return list
}

const sealed = JSON.stringify([{ type: 'thinking', thinking: 'hm', signature: 'c2ln' }])
const thoughts: readonly [JsonObject, ...JsonObject[]] = [
  { summary: [{ type: 'summary_text', text: 'hm' }] },
  { summary: [], encrypted_content: 'gAAA' },
  { summary: [], encrypted_content: sealed },
  { summary: [], content: [{ type: 'reasoning_text', text: 'hm' }] },
]

function thought(draws: Draws): JsonObject[] {
  return draws.happens(0.3) ? [{ type: 'reasoning', id: 'rs_1', ...draws.one(thoughts) }] : []
}

function calls(draws: Draws): JsonObject[] {
  if (draws.happens(0.2)) {
    return [
      { type: 'custom_tool_call', id: 'ctc_1', call_id: 'call_p', name: 'apply_patch', input: 'text' },
      { type: 'custom_tool_call_output', call_id: 'call_p', output: 'ok' },
    ]
  }
  const ids = draws.one([['call_a'], ['call_a', 'call_b'], ['toolu_x']])
  const made = ids.map(id => ({
    type: 'function_call',
    ...(draws.happens(0.7) ? { id: `fc_${id}`, status: 'completed' } : {}),
    call_id: id,
    name: 'get_weather',
    arguments: draws.one(['{"city":"Zürich"}', '{}']),
  }))
  const outputs = ids.map(id => ({
    type: 'function_call_output',
    call_id: id,
    output: draws.one<Json>([
      'sunny',
      '',
      '{"t":1}',
      [input('a'), input('b')],
      [input('see'), { type: 'input_image', image_url: png }],
    ]),
  }))
  return [...made, ...outputs]
}
