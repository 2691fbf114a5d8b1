import t from 'tap'
import { asksResponses } from '../../../../services/sdk/providers/openai/responses-only.ts'
import type { JsonObject, Target } from '../../../../services/sdk/providers/translator.ts'
import { target } from './fixtures.ts'

const tools = [{ type: 'function', function: { name: 'f' } }]
const openai = 'https://api.openai.com/v1'

t.test('chats that only the Responses API can answer', async t => {
  const table: [string, JsonObject, Target, boolean][] = [
    ['a model that has no chat', {}, target('openai', 'gpt-5-pro'), true],
    ['one that says so', {}, target('openai', 'responses/my-model'), true],
    ['one that has', {}, target('openai', 'gpt-5'), false],
    ['a web search of xAI', { web_search_options: {} }, target('xai', 'grok-4'), true],
    ['xAI without', {}, target('xai', 'grok-4'), false],
    ['functions while it reasons', { tools, reasoning_effort: 'low' }, target('openai', 'gpt-5.4'), true],
    ['and while it does not', { tools, reasoning_effort: 'none' }, target('openai', 'gpt-5.4'), false],
    ['functions, where OpenAI decides', { tools }, target('openai', 'gpt-5.4', { apiBase: openai }), true],
    ['and elsewhere', { tools }, target('openai', 'gpt-5.4'), false],
    ['older models', { tools, reasoning_effort: 'low' }, target('openai', 'gpt-5'), false],
    [
      'a summary',
      { reasoning_effort: 'low', extra_body: { reasoningSummary: 'auto' } },
      target('openai', 'gpt-5'),
      true,
    ],
    ['a summary alone', { reasoning_summary: 'auto' }, target('openai', 'gpt-5'), false],
    [
      'flat functions',
      { tools: [{ type: 'function', name: 'f' }], reasoning_effort: 'low' },
      target('openai', 'gpt-5.4'),
      true,
    ],
    [
      'custom tools',
      { tools: [{ type: 'custom', custom: {} }], reasoning_effort: 'low' },
      target('openai', 'gpt-5.4'),
      false,
    ],
    [
      'a summary without reasoning',
      { tools, reasoning_effort: { effort: 'none', summary: 'auto' } },
      target('openai', 'gpt-5.4'),
      true,
    ],
    ['a deployment of another name', { tools }, target('azure', 'mine', { baseModel: 'azure/gpt-5.4' }), false],
    ['others’ models', { tools, reasoning_effort: 'low' }, target('dashscope', 'gpt-5.4'), false],
  ]
  for (const [name, chat, at, wanted] of table) t.equal(asksResponses(chat, at), wanted, name)
})
