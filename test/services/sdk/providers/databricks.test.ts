import t from 'tap'
import {
  databricksAnswer,
  databricksDelta,
  databricksMessages,
} from '../../../../services/sdk/providers/openai/databricks.ts'
import { openaiTranslator } from '../../../../services/sdk/providers/openai/translator.ts'
import type { JsonObject } from '../../../../services/sdk/providers/translator.ts'
import { target } from './fixtures.ts'

const call = (id: string): JsonObject => ({ id, type: 'function', function: { name: 'f', arguments: '{}' } })
const result = (id: string): JsonObject => ({ role: 'tool', tool_call_id: id, content: id })
const turn = { role: 'assistant', content: 'x', tool_calls: [call('a'), call('b')] }

const sent = (asked: JsonObject) =>
  openaiTranslator.request({ messages: [], ...asked }, target('databricks', 'databricks-claude-sonnet-4-5'))

t.test('messages', async t => {
  const table: [string, JsonObject[], JsonObject[]][] = [
    [
      'systems in a row are one',
      [
        { role: 'system', content: 'a' },
        { role: 'system', content: 'b' },
      ],
      [{ role: 'system', content: 'a\n\nb' }],
    ],
    [
      'parts stay parts',
      [
        { role: 'system', content: 'a' },
        { role: 'system', content: [{ type: 'text', text: 'b', cache_control: {} }] },
      ],
      [
        {
          role: 'system',
          content: [
            { type: 'text', text: 'a' },
            { type: 'text', text: 'b', cache_control: {} },
          ],
        },
      ],
    ],
    [
      'each result behind its call',
      [turn, result('b'), result('a')],
      [{ ...turn, tool_calls: [call('b')] }, result('b'), { role: 'assistant', tool_calls: [call('a')] }, result('a')],
    ],
    ['results that do not fit stay', [turn, result('b'), result('c')], [turn, result('b'), result('c')]],
    ['a turn that says nothing goes', [{ role: 'assistant', content: ' ', reasoning_content: 'r' }], []],
    ['names are for users', [{ role: 'tool', name: 'n', content: 'r' }], [{ role: 'tool', content: 'r' }]],
    ['a lone text', [{ role: 'user', content: [{ type: 'text', text: 'a' }] }], [{ role: 'user', content: 'a' }]],
  ]
  for (const [name, given, expected] of table) t.same(databricksMessages(given, 'llama'), expected, name)
})

t.test('answers', async t => {
  const thought = { type: 'reasoning', summary: [{ type: 'summary_text', text: 'hm', signature: 's' }] }
  const content = [thought, { type: 'text', text: 'a', citations: [{ url: 'u' }] }]
  const answer = databricksAnswer({ id: '1', choices: [{ message: { content }, finish_reason: 'stop' }] })
  t.match(answer, {
    choices: [
      {
        message: {
          content: 'a',
          reasoning_content: 'hm',
          thinking_blocks: [{ type: 'thinking', thinking: 'hm', signature: 's' }],
          provider_specific_fields: { citations: [[{ url: 'u', supported_text: 'a' }]] },
        },
      },
    ],
  })
  t.match(databricksDelta({ tool_calls: [call('a')] }), { tool_calls: [{ function: { arguments: '' } }] })
})

t.test('Claude’s tools, and what is left to others', async t => {
  const tool = {
    type: 'function',
    function: { name: 'f', strict: true, parameters: { type: 'object', properties: {} } },
  }
  t.same(sent({ tools: [tool] }).body['tools'], [
    { type: 'function', function: { name: 'f', parameters: { type: 'object', properties: {} } } },
  ])
  t.throws(() => sent({ response_format: { type: 'json_object' } }), /does not/)
  t.match(sent({ reasoning_effort: 'low' }).body, { thinking: { budget_tokens: 1024 }, max_tokens: 5120 })
  const budget = { thinking: { type: 'enabled', budget_tokens: 5000, block_binding: 'x' } }
  t.match(sent({ ...budget, max_tokens: 9000 }).body, { ...budget, max_tokens: 9000 })
  const adaptive = target('databricks', 'databricks-claude-opus-4-8')
  t.same(openaiTranslator.request({ messages: [], ...budget }, adaptive).body['thinking'], { type: 'adaptive' })
})
