import t from 'tap'
import { azureAiTranslator } from '../../../../services/sdk/providers/azure-ai/translator.ts'
import { azureAiMessage, providerAt } from '../../../../services/sdk/providers/openai/azure-ai.ts'
import { hasResponses, responsesRequest } from '../../../../services/sdk/providers/openai/responses-request.ts'
import type { Target } from '../../../../services/sdk/providers/translator.ts'
import { target } from './fixtures.ts'

const at = (apiBase: string, model = 'gpt-5'): Target => ({ ...target('azure_ai', model), apiBase })

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

t.test('the Responses API', async t => {
  const foundry = 'https://x.services.ai.azure.com'
  t.ok(hasResponses(at(foundry)))
  for (const model of ['claude-opus-4-6', 'agents/a', 'model-router']) t.notOk(hasResponses(at(foundry, model)), model)
  t.notOk(hasResponses(at('https://host')))
  t.ok(hasResponses(target('databricks', 'gpt-5')))
  t.notOk(hasResponses(target('databricks', 'llama')))
  for (const [base, path] of [
    [foundry, '/openai/v1/responses'],
    [`${foundry}/models?api-version=1`, '/openai/v1/responses'],
    [`${foundry}/api/projects/p/models`, '/api/projects/p/openai/v1/responses'],
  ] as const) {
    t.equal(responsesRequest({ input: 'x' }, at(base)).url, foundry + path)
  }
  const tool = { type: 'function', function: { name: 'f', parameters: { properties: { a: { pattern: '\\p{L}' } } } } }
  const item = { type: 'message', status: 'completed', role: 'user', content: 'x' }
  t.match(responsesRequest({ input: [item], tools: [tool] }, at(foundry)), {
    headers: { 'api-key': 'key' },
    body: { model: 'gpt-5', input: [{ role: 'user', content: 'x' }], tools: [{ type: 'function', name: 'f' }] },
  })
  t.throws(() => responsesRequest({ input: 'x', context_management: [] }, at(foundry)), /AZURE_AI does not support/)
})
