import t from 'tap'
import { azureAiTranslator } from '../../../../services/sdk/providers/azure-ai/translator.ts'
import { azureAiMessage, hasOwnResponses, providerAt } from '../../../../services/sdk/providers/openai/azure-ai.ts'
import { target } from './fixtures.ts'

const chat = { messages: [{ role: 'user', content: 'hi' }] }

t.test('whose a model is', async t => {
  t.equal(providerAt('azure_ai', 'gpt-4o', 'https://host'), 'azure')
  t.equal(providerAt('azure_ai', 'gpt-4o', 'https://x.services.ai.azure.com'), 'azure_ai')
  t.equal(providerAt('azure_ai', 'gpt-4o', 'https://x.services.ai.azure.com/openai/deployments/a'), 'azure')
  t.equal(providerAt('azure_ai', 'mistral-large', 'https://host'), 'azure_ai')
  t.equal(providerAt('groq', 'gpt-4o', 'https://host'), 'groq')
})

t.test('messages lose what is not OpenAI’s', async t => {
  const part = { type: 'text', text: 'a', cache_control: {} }
  t.same(azureAiMessage({ role: 'user', content: [part, part], reasoning_content: 'r' }), {
    role: 'user',
    content: 'aa',
  })
  const image = { type: 'image_url', image_url: 'u' }
  t.same(azureAiMessage({ role: 'user', content: [image] }), { role: 'user', content: [image] })
})

t.test('Claude', async t => {
  const claude = { ...target('azure_ai', 'claude-sonnet-4-5'), apiBase: 'https://x.services.ai.azure.com' }
  t.match(azureAiTranslator.request(chat, claude), {
    url: 'https://x.services.ai.azure.com/anthropic/v1/messages',
    headers: { 'api-key': 'key', 'x-api-key': 'key', 'anthropic-version': '2023-06-01' },
    body: { model: 'claude-sonnet-4-5' },
  })
  const screen = { type: 'computer_20250124', name: 'c', input_schema: {} }
  t.match(azureAiTranslator.request({ ...chat, tools: [screen] }, claude).headers, {
    'anthropic-beta': 'computer-use-2025-01-24',
  })
  const headers = { 'anthropic-beta': 'own' }
  t.match(azureAiTranslator.request(chat, { ...claude, headers }).headers, headers)
  t.match(azureAiTranslator.error(400, 'no', claude, true).message, "Azure_aiException - b'no'")
  t.match(azureAiTranslator.error(200, '<', claude).message, 'Unable to get json response')
  t.throws(() => azureAiTranslator.request(chat, { ...claude, apiKey: undefined }), /knows nobody to be/)
})

t.test('who has the Responses API', async t => {
  t.ok(hasOwnResponses({ ...target('azure_ai', 'm'), apiBase: 'https://x.services.ai.azure.com' }))
  t.notOk(hasOwnResponses({ ...target('azure_ai', 'm'), apiBase: 'https://host' }))
  t.ok(hasOwnResponses(target('databricks', 'gpt-5')))
  t.notOk(hasOwnResponses(target('databricks', 'llama')))
})
