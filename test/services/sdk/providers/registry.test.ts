import t from 'tap'
import { anthropicTranslator } from '../../../../services/sdk/providers/anthropic/translator.ts'
import { geminiTranslator } from '../../../../services/sdk/providers/gemini/translator.ts'
import { openaiTranslator } from '../../../../services/sdk/providers/openai/translator.ts'
import { pythonBytes, pythonJson, pythonRepr } from '../../../../services/sdk/providers/python-text.ts'
import { defaultBase, splitModel, translatorFor } from '../../../../services/sdk/providers/registry.ts'

t.test('wires', async t => {
  t.equal(translatorFor('anthropic'), anthropicTranslator)
  for (const provider of ['openai', 'groq', 'mistral', 'deepseek', 'xai', 'openrouter', 'hosted_vllm']) {
    t.equal(translatorFor(provider), openaiTranslator, provider)
  }
  t.equal(translatorFor('gemini'), geminiTranslator)
  for (const provider of ['bedrock', 'cohere', 'constructor']) t.equal(translatorFor(provider), null, provider)
  t.equal(defaultBase('anthropic'), 'https://api.anthropic.com')
  t.equal(defaultBase('openai'), 'https://api.openai.com/v1')
  t.equal(defaultBase('hosted_vllm'), undefined, 'there is no usual place for it')
})

t.test('model names', async t => {
  const table: [string, string | undefined, string, string][] = [
    ['anthropic/claude-x', undefined, 'anthropic', 'claude-x'],
    ['claude-sonnet-4-5', undefined, 'anthropic', 'claude-sonnet-4-5'],
    ['gpt-4o', undefined, 'openai', 'gpt-4o'],
    ['o3', undefined, 'openai', 'o3'],
    ['my-model', undefined, 'openai', 'my-model'],
    ['openrouter/meta-llama/llama-4', undefined, 'openrouter', 'meta-llama/llama-4'],
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
