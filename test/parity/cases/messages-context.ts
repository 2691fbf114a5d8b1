/** Edits of a conversation that Anthropic's API makes, for models that are not Anthropic's. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { anthropicMessages, type ParityCase, type Row, user } from '../case.ts'
import { weather } from './messages-bridges.ts'

const edits = (...list: JsonObject[]): JsonObject => ({ context_management: { edits: list } })
const clear = (more: JsonObject = {}): JsonObject => ({ type: 'clear_tool_uses_20250919', ...more })
const compact = (more: JsonObject = {}): JsonObject => ({ type: 'compact_20260112', ...more })
const uses = (value: number): JsonObject => ({ type: 'tool_uses', value })
const tokens = (value: number): JsonObject => ({ type: 'input_tokens', value })
const text = (value: string): JsonObject => ({ type: 'text', text: value })
const summary = { type: 'compaction', content: 'We spoke of a.' }

const turn = (id: number, content: JsonObject['content']): JsonObject[] => [
  {
    role: 'assistant',
    content: [
      { type: 'thinking', thinking: 'hm', signature: 's' },
      {
        type: 'tool_use',
        id: `toolu_${id}`,
        name: 'get_weather',
        input: { city: 'Zürich', days: id, deep: [true, null] },
      },
    ],
  },
  user([{ type: 'tool_result', tool_use_id: `toolu_${id}`, content }]),
]
/** A conversation with so many calls. */
const calls = (count: number): JsonObject => ({
  tools: [weather],
  messages: [
    user('Weather?'),
    ...Array.from({ length: count }, (_, at) =>
      turn(at + 1, at % 2 ? 'It is sunny, '.repeat(20) : [text('It rains, '.repeat(20)), text('é€😀')]),
    ).flat(),
  ],
})
const schema = {
  type: 'object',
  properties: {
    city: { type: 'string', description: 'Where.', enum: ['A', 'B'] },
    days: { type: 'integer', enum: [1, 2] },
    list: { type: 'array', items: { type: 'object', properties: { on: { type: 'boolean' }, no: { type: 'null' } } } },
    any: {},
  },
  required: ['city'],
}

const rows: readonly Row[] = [
  ['thoughts, as Claude Code asks', { ...calls(2), ...edits({ type: 'clear_thinking_20251015', keep: 'all' }) }],
  ['few tokens', { ...calls(5), ...edits(clear()) }],
  ['many calls', { ...calls(6), ...edits(clear({ trigger: uses(2) })) }],
  ['many calls, one kept', { ...calls(3), ...edits(clear({ trigger: uses(2), keep: uses(1) })) }],
  ['many calls, none kept', { ...calls(3), ...edits(clear({ trigger: uses(2), keep: uses(0) })) }],
  ['all kept', { ...calls(3), ...edits(clear({ trigger: uses(2), keep: uses(9) })) }],
  ['not so many calls', { ...calls(2), ...edits(clear({ trigger: uses(2) })) }],
  ['many tokens', { ...calls(5), ...edits(clear({ trigger: tokens(300) })) }],
  ['exactly so many tokens', { ...calls(4), ...edits(clear({ trigger: tokens(466), keep: uses(1) })) }],
  [
    'many tokens in tools',
    {
      ...calls(3),
      tools: [weather, { name: 'deep', input_schema: schema }, { name: 'now', description: 'N' }],
      ...edits(clear({ trigger: tokens(200), keep: uses(1) })),
    },
  ],
  [
    'what is not known of an edit',
    {
      ...calls(5),
      ...edits(clear({ trigger: uses(1), clear_at_least: tokens(1), exclude_tools: ['x'], clear_tool_inputs: true })),
    },
  ],
  ['two edits', { ...calls(8), ...edits(clear({ trigger: uses(1), keep: uses(5) }), clear({ trigger: uses(1) })) }],
  ['a stream', { ...calls(6), stream: true, ...edits(clear({ trigger: uses(2) })) }],
  ['no edits', edits()],
  ['an unknown edit', edits({ type: 'other_20300101' })],
  ['dropped', { ...calls(6), ...edits(clear({ trigger: uses(2) })), additional_drop_params: ['context_management'] }],
  ['a new summary', edits(compact())],
  ['a new summary, streamed', { stream: true, ...edits(compact()) }],
  ['a new summary, with a trigger', edits(compact({ trigger: tokens(60_000), pause_after_compaction: true }))],
  ['a new summary, with an odd trigger', edits(compact({ trigger: { type: 'tool_uses', value: '9' } }))],
  ['a summary too soon', edits(compact({ trigger: tokens(1_000) }))],
  ['OpenAI’s form', { context_management: [{ type: 'compaction', compact_threshold: 100_000 }] }],
  [
    'a summary in history',
    {
      system: 'Be brief.',
      messages: [user('a'), { role: 'assistant', content: [text('b'), summary, text('c')] }, user('d')],
    },
  ],
  ['a summary and nothing else', { messages: [user('a'), { role: 'assistant', content: [summary] }] }],
  [
    'a summary and results',
    {
      system: [text('S')],
      tools: [weather],
      messages: [user('a'), { role: 'assistant', content: [summary] }, ...turn(1, 'sunny')],
    },
  ],
  [
    'a summary and an edit',
    { messages: [user('a'), { role: 'assistant', content: [summary] }, user('b')], ...edits(compact()) },
  ],
]

export const messagesContextCases: readonly ParityCase[] = ['vllm', 'bedrock-nova'].flatMap(model =>
  anthropicMessages(`messages context/${model}`, model, rows),
)
