/** Conversations as clients keep them: several rounds of tools, odd contents, and all that earlier answers left in them. */
import type { Json, JsonObject } from '../../../services/simulator/json.ts'
import { chats, type ParityCase, png, type Row, toolCall, user, weatherTool } from '../case.ts'
import { anthropicAnswer, geminiAnswer, openaiAnswer } from '../answers.ts'
import type { ScriptedAnswer } from '../../../services/simulator/script.ts'

const T = (text: string, more: JsonObject = {}): JsonObject => ({ type: 'text', text, ...more })
const img = (url = png, more: JsonObject = {}): JsonObject => ({ type: 'image_url', image_url: { url, ...more } })
const eph: JsonObject = { cache_control: { type: 'ephemeral' } }
const asst = (content: Json, more: JsonObject = {}): JsonObject => ({ role: 'assistant', content, ...more })
const calls = (...ids: string[]): JsonObject[] => ids.map(id => toolCall(id, '{"city": "Paris"}'))
const tool = (id: string, content: Json, more: JsonObject = {}): JsonObject => ({
  role: 'tool',
  tool_call_id: id,
  content,
  ...more,
})
const tools = [weatherTool]

type History = readonly [name: string, messages: JsonObject[], more?: JsonObject]

// prettier-ignore
const histories: readonly History[] = [
  ['two tool rounds', [user('hi'), asst(null, { tool_calls: calls('c1') }), tool('c1', 'sunny'), asst('It is sunny.', { tool_calls: calls('c2') }), tool('c2', 'rain'), user('and?')], { tools }],
  ['parallel results in the other order', [user('hi'), asst('', { tool_calls: calls('c1', 'c2') }), tool('c2', 'two'), tool('c1', 'one')], { tools }],
  ['a result missing', [user('hi'), asst(null, { tool_calls: calls('c1', 'c2') }), tool('c1', 'one'), user('go on')], { tools }],
  ['a result twice', [user('hi'), asst(null, { tool_calls: calls('c1') }), tool('c1', 'one'), tool('c1', 'two')], { tools }],
  ['user between call and result', [user('hi'), asst(null, { tool_calls: calls('c1') }), user('wait'), tool('c1', 'one')], { tools }],
  ['content missing with calls', [user('hi'), { role: 'assistant', tool_calls: calls('c1') }, tool('c1', 'one')], { tools }],
  ['content missing', [user('hi'), { role: 'assistant' }, user('x')]],
  ['user content null', [user(null), user('x')]],
  ['user content empty list', [user([]), user('x')]],
  ['assistant content empty list', [user('x'), asst([]), user('y')]],
  ['assistant content list', [user('x'), asst([T('a'), T('b')]), user('y')]],
  ['assistant refusal field', [user('x'), asst(null, { refusal: 'no' }), user('y')]],
  ['tool content null', [user('x'), asst(null, { tool_calls: calls('c1') }), tool('c1', null)], { tools }],
  ['tool content missing', [user('x'), asst(null, { tool_calls: calls('c1') }), { role: 'tool', tool_call_id: 'c1' }], { tools }],
  ['tool content list', [user('x'), asst(null, { tool_calls: calls('c1') }), tool('c1', [T('a'), T('b')])], { tools }],
  ['tool content empty list', [user('x'), asst(null, { tool_calls: calls('c1') }), tool('c1', [])], { tools }],
  ['tool content empty', [user('x'), asst(null, { tool_calls: calls('c1') }), tool('c1', '')], { tools }],
  ['tool with a picture', [user('x'), asst(null, { tool_calls: calls('c1') }), tool('c1', [T('see'), img()])], { tools }],
  ['tool with only a picture', [user('x'), asst(null, { tool_calls: calls('c1') }), tool('c1', [img()])], { tools }],
  ['tool with a name', [user('x'), asst(null, { tool_calls: calls('c1') }), tool('c1', 'ok', { name: 'get_weather' })], { tools }],
  ['tool with JSON', [user('x'), asst(null, { tool_calls: calls('c1') }), tool('c1', '{"a": [1, null]}')], { tools }],
  ['tool with a JSON list', [user('x'), asst(null, { tool_calls: calls('c1') }), tool('c1', '[1, 2]')], { tools }],
  ['tool with a number text', [user('x'), asst(null, { tool_calls: calls('c1') }), tool('c1', '5')], { tools }],
  ['call with empty arguments', [user('x'), asst(null, { tool_calls: [toolCall('c1', '')] }), tool('c1', 'a')], { tools }],
  ['call with arguments null text', [user('x'), asst(null, { tool_calls: [toolCall('c1', 'null')] }), tool('c1', 'a')], { tools }],
  ['call with arguments a list', [user('x'), asst(null, { tool_calls: [toolCall('c1', '[1]')] }), tool('c1', 'a')], { tools }],
  ['call without arguments', [user('x'), asst(null, { tool_calls: [{ id: 'c1', type: 'function', function: { name: 'f' } }] }), tool('c1', 'a')], { tools }],
  ['call with an index', [user('x'), asst(null, { tool_calls: [toolCall('c1', '{}', 'f', { index: 0 })] }), tool('c1', 'a')], { tools }],
  ['calls empty', [user('x'), asst('a', { tool_calls: [] }), user('y')]],
  ['calls null', [user('x'), asst('a', { tool_calls: null }), user('y')]],
  ['function_call null', [user('x'), asst('a', { function_call: null }), user('y')]],
  ['consecutive assistants', [user('x'), asst('a'), asst('b'), user('y')]],
  ['consecutive users', [user('x'), user('y'), user([T('z')])]],
  ['assistant first', [asst('a'), user('x')]],
  ['assistant last', [user('x'), asst('Once upon')]],
  ['assistant last, empty', [user('x'), asst('')]],
  ['assistant last, calls', [user('x'), asst(null, { tool_calls: calls('c1') })], { tools }],
  ['prefix', [user('x'), asst('Once', { prefix: true })]],
  ['system only', [{ role: 'system', content: 'S' }]],
  ['system twice', [{ role: 'system', content: 'S' }, { role: 'system', content: [T('T')] }, user('x')]],
  ['system in the middle', [user('x'), asst('a'), { role: 'system', content: 'S' }, user('y')]],
  ['system at the end', [user('x'), { role: 'system', content: 'S' }]],
  ['developer', [{ role: 'developer', content: 'S' }, user('x')]],
  ['developer in the middle', [user('x'), { role: 'developer', content: 'S' }, user('y')]],
  ['system empty', [{ role: 'system', content: '' }, user('x')]],
  ['system parts with cache', [{ role: 'system', content: [T('S', eph), T('T')] }, user('x')]],
  ['system with cache', [{ role: 'system', content: 'S', ...eph }, user('x')]],
  ['user with cache', [user('x'), asst('a', eph), { ...user('y'), ...eph }]],
  ['assistant part with cache', [user('x'), asst([T('a', eph)]), user('y')]],
  ['tool with cache', [user('x'), asst(null, { tool_calls: [{ ...calls('c1')[0], ...eph }] }), tool('c1', 'a', eph)], { tools }],
  ['tool part with cache', [user('x'), asst(null, { tool_calls: calls('c1') }), tool('c1', [T('a', eph)])], { tools: [{ ...weatherTool, ...eph }] }],
  ['names', [{ role: 'system', content: 'S', name: 's' }, { ...user('x'), name: 'bob' }, asst('a', { name: 'al' }), { ...user('y'), name: 'eve' }]],
  ['reasoning sent back', [user('x'), asst('a', { reasoning_content: 'hmm' }), user('y')]],
  ['reasoning with calls', [user('x'), asst(null, { reasoning_content: 'hmm', tool_calls: calls('c1') }), tool('c1', 'a')], { tools }],
  ['thinking sent back', [user('x'), asst('a', { reasoning_content: 'hmm', thinking_blocks: [{ type: 'thinking', thinking: 'hmm', signature: 'c2ln' }] }), user('y')]],
  ['thinking with calls', [user('x'), asst('', { thinking_blocks: [{ type: 'thinking', thinking: 'hmm', signature: 'c2ln' }, { type: 'redacted_thinking', data: 'ZA==' }], tool_calls: calls('c1') }), tool('c1', 'a')], { tools, thinking: { type: 'enabled', budget_tokens: 1024 } }],
  ['thinking blocks empty', [user('x'), asst('a', { thinking_blocks: [] }), user('y')]],
  ['thinking without signature', [user('x'), asst('a', { thinking_blocks: [{ type: 'thinking', thinking: 'hmm' }] }), user('y')]],
  ['thinking part', [user('x'), asst([{ type: 'thinking', thinking: 'hmm', signature: 'c2ln' }, T('a')]), user('y')]],
  ['an answer sent back', [user('x'), asst('a', { refusal: null, annotations: [], audio: null, function_call: null, tool_calls: null, provider_specific_fields: { citations: null } }), user('y')]],
  ['function legacy', [user('x'), asst(null, { function_call: { name: 'f', arguments: '{"a": 1}' } }), { role: 'function', name: 'f', content: 'r' }, user('y')]],
  ['picture by bare url', [user([{ type: 'image_url', image_url: png }])]],
  ['picture with format', [user([T('x'), img(png, { format: 'image/webp' })])]],
  ['text part without text', [user([{ type: 'text' }, T('x')])]],
  ['text part empty', [user([T(''), T('x')])]],
  ['file part', [user([T('x'), { type: 'file', file: { file_data: 'data:application/pdf;base64,JVBERi0=', filename: 'a.pdf' } }])]],
  ['file id', [user([T('x'), { type: 'file', file: { file_id: 'file-1' } }])]],
  ['images sent back', [user('x'), asst('a', { images: [{ type: 'image_url', index: 0, image_url: { url: png } }] }), user('y')]],
  ['unknown keys of a message', [{ ...user('x'), weird: 1, id: 'm1', created: 5 }]],
  ['whitespace', [user('  \n'), asst('  '), user(' x ')]],
  ['odd characters', [user('a\u0000b \u2028 \ud83d\ude00 \u00e9 "\\'), asst('ü\n'), user('</s><|im_end|>')]],
  ['tools missing with calls', [user('x'), asst(null, { tool_calls: calls('c1') }), tool('c1', 'r')]],
]

const openai = openaiAnswer()
const models: readonly (readonly [string, ScriptedAnswer?])[] = [
  ['claude', anthropicAnswer()],
  ['gpt', openai],
  ['gemini', geminiAnswer()],
  ['azure', openai],
  ['groq', openai],
  ['mistral', openai],
  ['deepseek', openai],
  ['xai', openai],
  ['openrouter', openai],
  ['ollama-chat'],
  ['bedrock'],
  ['bedrock-nova'],
]

const asked = (given: readonly History[], provider: ScriptedAnswer | undefined): Row[] =>
  given.map(([name, messages, more]) => [name, { messages, ...more }, provider ? { provider } : {}])

/** Every conversation at some of the models, each model's turn at another place. */
export const historyCases: readonly ParityCase[] = models.flatMap(([model, provider], at) =>
  chats(
    `histories/${model}`,
    model,
    asked(
      histories.filter((_, index) => (index + at) % 3 === 0),
      provider,
    ),
  ),
)
