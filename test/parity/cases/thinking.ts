/** Thinking and effort on the Anthropic wire, on models that take it in different forms. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { chats, type Row } from '../case.ts'

const efforts = ['minimal', 'low', 'medium', 'high', 'xhigh', 'max', 'none', 'weird']
const effortModels = [
  'claude',
  'claude-sonnet-4',
  'claude-opus-4-5',
  'claude-opus-4-6',
  'claude-opus-4-7',
  'claude-sonnet-5',
  'claude-unknown',
  'claude-3',
]
const thinkingModels = [
  'claude',
  'claude-3-7',
  'claude-opus-4-6',
  'claude-opus-4-7',
  'claude-opus-5',
  'claude-unknown',
  'claude-3',
]

const enabled = (budget_tokens: number, more: JsonObject = {}): JsonObject => ({
  type: 'enabled',
  budget_tokens,
  ...more,
})

export const thinkingCases = [
  ...effortModels.flatMap(model =>
    chats(
      `effort/${model}`,
      model,
      efforts.map((effort): Row => [effort, { reasoning_effort: effort }]),
    ),
  ),
  ...chats('effort', 'claude', [
    ['with max_tokens below the budget', { reasoning_effort: 'high', max_tokens: 500 }],
    ['as an object', { reasoning_effort: { effort: 'low', summary: 'x' } }],
  ]),
  ...chats('effort/claude-3', 'claude-3', [['dropped', { reasoning_effort: 'low', drop_params: true }]]),
  ...chats(
    'effort',
    'claude-sonnet-4',
    [100, 1024, 3000].map((max): Row => [`high with max_tokens ${max}`, { reasoning_effort: 'high', max_tokens: max }]),
  ),
  ...thinkingModels.flatMap(model =>
    chats(`thinking/${model}`, model, [
      ['a budget', { thinking: enabled(3000) }],
      ['adaptive', { thinking: { type: 'adaptive' } }],
      ['disabled', { thinking: { type: 'disabled' } }],
    ]),
  ),
  ...chats(
    'thinking/claude-opus-4-7',
    'claude-opus-4-7',
    [1024, 2048, 4096, 8192, 20000].map((budget): Row => [
      `budget ${budget}`,
      { thinking: enabled(budget, { display: 'omitted' }) },
    ]),
  ),
  ...chats('thinking', 'claude', [
    ['adaptive with few max_tokens', { thinking: { type: 'adaptive' }, max_tokens: 1500 }],
    ['adaptive with very few max_tokens', { thinking: { type: 'adaptive' }, max_tokens: 500 }],
    ['a budget and max_tokens', { thinking: enabled(1024), max_tokens: 4000 }],
    [
      'a budget and forced tools',
      { thinking: enabled(1024), tool_choice: 'required', tools: [{ type: 'function', function: { name: 'now' } }] },
    ],
    ['the simulator thinks', { thinking: enabled(1024), messages: [{ role: 'user', content: 'Why? [sim:thinking]' }] }],
    [
      'the simulator thinks, streamed',
      {
        thinking: enabled(1024),
        stream: true,
        messages: [{ role: 'user', content: 'Why? [sim:thinking] [sim:tool]' }],
      },
    ],
  ]),
  ...chats('output_config', 'claude-opus-4-5', [['effort', { output_config: { effort: 'low' } }]]),
  ...chats('output_config/claude-opus-4-6', 'claude-opus-4-6', [
    ['effort', { output_config: { effort: 'medium' } }],
    ['an unknown effort', { output_config: { effort: 'zzz' } }],
  ]),
]
