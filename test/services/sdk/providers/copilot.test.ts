import t from 'tap'
import { copilotTranslator } from '../../../../services/sdk/providers/openai/copilot.ts'
import type { JsonObject } from '../../../../services/sdk/providers/translator.ts'
import { context, target } from './fixtures.ts'

const system = { role: 'system', content: 'S' }
const user = { role: 'user', content: 'hi' }

const sent = (model: string, asked: JsonObject) =>
  copilotTranslator.request({ messages: [user], ...asked }, target('github_copilot', model)).body

const told = (body: JsonObject) =>
  copilotTranslator.response({ id: 'm', ...body }, { messages: [user] }, target('github_copilot', 'c'), context)

t.test('what Copilot is asked', async t => {
  const here = target('github_copilot', 'gpt-4o')
  const { url, body, headers, login } = copilotTranslator.request(
    { messages: [system, user] },
    { ...here, apiBase: '' },
  )
  t.equal(url, 'https://api.githubcopilot.com/chat/completions')
  t.equal(login, 'copilot')
  t.match(headers, { 'editor-version': 'vscode/1.95.0', 'copilot-integration-id': 'vscode-chat' })
  t.strictSame(body['messages'], [{ ...system, role: 'assistant' }, user])
  const kept = copilotTranslator.request({ messages: [system, user] }, { ...here, keepsSystem: true })
  t.strictSame(kept.body['messages'], [system, user])
})

t.test('parameters by the model', async t => {
  t.match(sent('gpt-5-mini', { max_tokens: 3, reasoning_effort: 'low' }), {
    max_completion_tokens: 3,
    reasoning_effort: 'low',
  })
  t.notOk('reasoning_effort' in sent('claude-sonnet-4.5', { reasoning_effort: 'low' }), 'taken and not sent')
  t.throws(() => sent('my-model', { reasoning_effort: 'low' }), { message: /does not support parameters/ })
})

t.test('Claude’s own words', async t => {
  const text = { type: 'text', text: 'Hello' }
  const call = { type: 'tool_use', id: 't', name: 'f', input: { a: 1 } }
  const table: [name: string, body: JsonObject, content: string | null, finish: string][] = [
    ['text', { content: [text], stop_reason: 'end_turn' }, 'Hello', 'stop'],
    ['text without a reason', { content: 'Hello' }, 'Hello', 'stop'],
    ['cut short', { content: [text], stop_reason: 'max_tokens' }, 'Hello', 'length'],
    ['a call', { content: [call], stop_reason: 'end_turn' }, null, 'tool_calls'],
    ['nothing', {}, '', 'length'],
  ]
  for (const [name, body, content, finish] of table) {
    t.match(told(body).body['choices'], [{ message: { content }, finish_reason: finish }], name)
  }
  t.match(told({ content: [text], usage: { input_tokens: 3, output_tokens: 4 } }).usage, { input: 3, output: 4 })
  t.throws(() => told({ error: { message: 'no' } }), { message: /no/ })
})
