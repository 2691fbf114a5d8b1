import t from 'tap'
import { litellmSchema } from '../../../../config/litellm-schema.ts'
import { messagesBridge } from '../../../../services/sdk/bridges/messages/exchange.ts'
import { responsesWire } from '../../../../services/sdk/bridges/responses/exchange.ts'
import { ToldCalls } from '../../../../services/sdk/bridges/responses/told-calls.ts'
import { createCatalogue } from '../../../../services/sdk/deployments.ts'
import { azureUrl, openAiName } from '../../../../services/sdk/providers/openai/azure.ts'
import type { Target } from '../../../../services/sdk/providers/translator.ts'
import { target } from './fixtures.ts'
import { anthropicTranslator } from '../../../../services/sdk/providers/anthropic/translator.ts'
import { bedrockTranslator } from '../../../../services/sdk/providers/bedrock/translator.ts'
import { cohereV1Translator } from '../../../../services/sdk/providers/cohere/v1.ts'
import { geminiTranslator } from '../../../../services/sdk/providers/gemini/translator.ts'
import { openaiTranslator } from '../../../../services/sdk/providers/openai/translator.ts'
import { pythonBytes, pythonJson, pythonRepr } from '../../../../services/sdk/providers/python-text.ts'
import {
  defaultBase,
  isLossy,
  splitModel,
  translatorFor,
  translatorOf,
} from '../../../../services/sdk/providers/registry.ts'

t.test('wires', async t => {
  t.equal(translatorFor('anthropic'), anthropicTranslator)
  for (const provider of ['openai', 'groq', 'mistral', 'deepseek', 'xai', 'openrouter', 'hosted_vllm', 'together_ai']) {
    t.equal(translatorFor(provider), openaiTranslator, provider)
  }
  t.equal(translatorFor('gemini'), geminiTranslator)
  t.equal(translatorFor('bedrock'), bedrockTranslator)
  t.equal(translatorFor('cohere_chat'), translatorFor('cohere'))
  t.ok(isLossy('cohere'))
  t.equal(translatorOf({ provider: 'cohere', model: 'v1/command-r' }), cohereV1Translator)
  t.equal(translatorOf({ provider: 'cohere', model: 'command-r' }), translatorFor('cohere'))
  const natives = ['watsonx/m', 'oci/m', 'triton/m', 'text-completion-codestral/m']
  const model_list = natives.map(model => ({ model_name: model, litellm_params: { model, api_base: 'http://n.test' } }))
  for (const deployment of createCatalogue(litellmSchema.parse({ model_list }), {}).all) {
    t.ok(translatorFor(deployment.target.provider), deployment.model)
    t.ok(messagesBridge(deployment), 'over its chats')
    t.ok(responsesWire(deployment, new ToldCalls(Date.now)), 'over its chats')
  }
  const [beta] = createCatalogue(
    litellmSchema.parse({
      model_list: [{ model_name: 'b', litellm_params: { model: 'vertex_ai_beta/gemini-2.5-flash' } }],
    }),
    {},
  ).all
  t.ok(beta && translatorFor(beta.target.provider))
  t.equal(beta && messagesBridge(beta), null, 'by chats alone')
  t.equal(beta && responsesWire(beta, new ToldCalls(Date.now)), null, 'by chats alone')
  t.notOk(isLossy('openai'))
  for (const provider of ['openai_like', 'constructor']) t.equal(translatorFor(provider), null, provider)
  t.equal(defaultBase('anthropic'), 'https://api.anthropic.com')
  t.equal(defaultBase('openai'), 'https://api.openai.com/v1')
  t.equal(defaultBase('hosted_vllm'), undefined, 'there is no usual place for it')
})

t.test('model names', async t => {
  const table: [string, string | undefined, string, string][] = [
    ['anthropic/claude-x', undefined, 'anthropic', 'claude-x'],
    ['claude-sonnet-4-5', undefined, 'anthropic', 'claude-sonnet-4-5'],
    ['us.anthropic.claude-x-v1:0', undefined, 'bedrock', 'us.anthropic.claude-x-v1:0'],
    ['gpt-4o', undefined, 'openai', 'gpt-4o'],
    ['o3', undefined, 'openai', 'o3'],
    ['my-model', undefined, 'openai', 'my-model'],
    ['openrouter/meta-llama/llama-4', undefined, 'openrouter', 'meta-llama/llama-4'],
    ['ai21/jamba-1.5', undefined, 'ai21_chat', 'jamba-1.5'],
    ['ai21/my-model', undefined, 'ai21', 'my-model'],
    ['openai/gpt-oss', 'groq', 'groq', 'openai/gpt-oss'],
    ['groq/openai/gpt-oss', 'groq', 'groq', 'openai/gpt-oss'],
  ]
  for (const [model, custom, provider, name] of table) {
    t.strictSame(splitModel(model, custom), { provider, model: name }, model)
  }
})

t.test('text as Python writes it', async t => {
  t.equal(
    pythonJson({ a: [1, 2.5, 1e-7], b: 'ü😀"\n', c: null, d: true }),
    '{"a": [1, 2.5, 1e-07], "b": "\\u00fc\\ud83d\\ude00\\"\\n", "c": null, "d": true}',
  )
  t.equal(
    pythonRepr({ a: "it's", b: ['x', null, false], c: 'both \' and "' }),
    `{'a': "it's", 'b': ['x', None, False], 'c': 'both \\' and "'}`,
  )
  t.equal(pythonBytes("a\n'ü\\"), `b"a\\n'\\xc3\\xbc\\\\"`)
})

t.test('deployments at Azure', async t => {
  const table: [string, Partial<Target>, string][] = [
    ['gpt-4o', { apiVersion: '2024-10-21' }, '/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21'],
    ['o_series/mine', {}, '/openai/deployments/mine/chat/completions?api-version=2025-02-01-preview'],
    ['gpt-4o', { apiVersion: 'preview' }, '/openai/v1/chat/completions'],
    ['gpt-4o', { apiVersion: 'v1', apiBase: 'http://provider.test/openai/v1' }, '/openai/v1/chat/completions'],
  ]
  for (const [model, more, want] of table) {
    t.equal(azureUrl(target('azure', model, more), 'chat/completions'), `http://provider.test${want}`)
  }
  const names: [string, string | undefined, string][] = [
    ['mine', undefined, 'mine'],
    ['mine', 'azure/gpt-5', 'gpt-5'],
    ['o_series/mine', undefined, 'o3'],
    ['team-o4-mini', undefined, 'o4-mini'],
    ['gpt5_series/mine', undefined, 'gpt-5-mine'],
  ]
  for (const [model, baseModel, want] of names) t.equal(openAiName(target('azure', model, { baseModel })), want, model)
  const config = litellmSchema.parse({
    model_list: [
      { model_name: 'a', litellm_params: { model: 'azure/mine' }, model_info: { base_model: 'azure/gpt-5' } },
    ],
  })
  const env = { AZURE_API_BASE: 'http://a.test', AZURE_API_KEY: 'k', AZURE_API_VERSION: 'v' }
  t.match(createCatalogue(config, env).find('a')[0]?.target, {
    apiBase: 'http://a.test',
    apiKey: 'k',
    apiVersion: 'v',
    baseModel: 'azure/gpt-5',
  })
})
