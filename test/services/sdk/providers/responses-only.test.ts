import t from 'tap'
import { openaiTranslator } from '../../../../services/sdk/providers/openai/translator.ts'
import type { JsonObject, Target } from '../../../../services/sdk/providers/translator.ts'
import { target } from './fixtures.ts'

const tools = [{ type: 'function', function: { name: 'f' } }]
const openai = 'https://api.openai.com/v1'

t.test('chats that only the Responses API can answer are not served', async t => {
  const table: [string, JsonObject, Target, boolean][] = [
    ['a model that has no chat', {}, target('openai', 'gpt-5-pro'), false],
    ['one that says so', {}, target('openai', 'responses/my-model'), false],
    ['one that has', {}, target('openai', 'gpt-5'), true],
    ['a web search of xAI', { web_search_options: {} }, target('xai', 'grok-4'), false],
    ['xAI without', {}, target('xai', 'grok-4'), true],
    ['functions while it reasons', { tools, reasoning_effort: 'low' }, target('openai', 'gpt-5.4'), false],
    ['and while it does not', { tools, reasoning_effort: 'none' }, target('openai', 'gpt-5.4'), true],
    ['functions, where OpenAI decides', { tools }, target('openai', 'gpt-5.4', { apiBase: openai }), false],
    ['and elsewhere', { tools }, target('openai', 'gpt-5.4'), true],
    ['older models', { tools, reasoning_effort: 'low' }, target('openai', 'gpt-5'), true],
    [
      'a summary',
      { reasoning_effort: 'low', extra_body: { reasoningSummary: 'auto' } },
      target('openai', 'gpt-5'),
      false,
    ],
    ['others’ models', { tools, reasoning_effort: 'low' }, target('dashscope', 'gpt-5.4'), true],
  ]
  for (const [name, chat, at, served] of table) {
    const ask = (): unknown => openaiTranslator.request({ messages: [{ role: 'user', content: 'x' }], ...chat }, at)
    if (served) t.doesNotThrow(ask, name)
    else t.throws(ask, { message: /does not ask the Responses API/ }, name)
  }
})
