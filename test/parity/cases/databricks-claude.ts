/** Claude at Databricks, with thoughts. */
import { openaiMessage } from '../answers.ts'
import { chats, clockTool, type Row, toolCall, user } from '../case.ts'

const thought = { type: 'reasoning', summary: [{ type: 'summary_text', text: 'th', signature: 'sig' }] }

const rows: readonly Row[] = [
  ['a budget', { thinking: { type: 'enabled', budget_tokens: 2000 } }],
  [
    'a budget and a limit',
    { thinking: { type: 'enabled', budget_tokens: 9000, display: 'omitted' }, max_tokens: 12000 },
  ],
  ['a limit by its newer name', { thinking: { type: 'enabled', budget_tokens: 2000 }, max_completion_tokens: 5000 }],
  ['adaptive', { thinking: { type: 'adaptive' } }],
  ['disabled', { thinking: { type: 'disabled' }, temperature: 0.5 }],
  ...['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max', 'weird'].map((effort): Row => [
    `effort ${effort}`,
    { reasoning_effort: effort },
  ]),
  ['an effort and a budget', { reasoning_effort: 'low', thinking: { type: 'enabled', budget_tokens: 5000 } }],
  [
    'an effort of nothing and a budget',
    { reasoning_effort: 'none', thinking: { type: 'enabled', budget_tokens: 5000 } },
  ],
  ['a stream', { reasoning_effort: 'low', stream: true, messages: [user('[sim:thinking] hi')] }],
  [
    'a conversation',
    {
      thinking: { type: 'enabled', budget_tokens: 2000 },
      tools: [clockTool],
      tool_choice: 'auto',
      messages: [
        user('a'),
        {
          role: 'assistant',
          content: 'b',
          reasoning_content: 'r',
          thinking_blocks: [{ type: 'thinking', thinking: 'r', signature: 's' }],
          tool_calls: [toolCall('t1', '{}', 'now')],
        },
        { role: 'tool', tool_call_id: 't1', content: 'x' },
      ],
    },
  ],
  [
    'thoughts in blocks',
    { reasoning_effort: 'low' },
    { provider: openaiMessage({ content: [thought, { type: 'text', text: 'a' }] }) },
  ],
]

const models = ['databricks-claude-sonnet-4-5', 'databricks-claude-opus-4-6', 'databricks-claude-opus-4-8', 'my-claude']

export const databricksClaudeCases = models.flatMap(name =>
  chats(
    `databricks claude/${name}`,
    'databricks',
    rows.map(([row, body, more]): Row => [row, body, { ...more, deployment: { model: `databricks/${name}` } }]),
  ),
)
