/** Models at Bedrock that are invoked in words of their own, and those that somebody has imported. */
import t from 'tap'
import { invokeProvider } from '../../../../services/sdk/providers/bedrock/invoke-provider.ts'
import { invokeId } from '../../../../services/sdk/providers/bedrock/model-id.ts'
import { textFamilyOf } from '../../../../services/sdk/providers/bedrock/text-families.ts'
import { text } from '../../../../services/sdk/providers/bedrock/text.ts'
import type { JsonObject, Target } from '../../../../services/sdk/providers/translator.ts'
import { context, target } from './fixtures.ts'

const arn = 'arn:aws:bedrock:us-east-2:1:imported-model/a1'
const encodedArn = 'arn%3Aaws%3Abedrock%3Aus-east-2%3A1%3Aimported-model%2Fa1'
const at = (model: string): Target =>
  target('bedrock', model, {
    apiBase: 'http://aws.test',
    aws: { region: 'r', usualRegion: 'r', endpoint: undefined, identity: { kind: 'bearer', token: 'T' } },
  })

const names: readonly (readonly [string, string | undefined, string])[] = [
  ['cohere.command-text-v14', 'cohere', 'cohere.command-text-v14'],
  ['invoke/us.meta.llama4-scout-17b-instruct-v1:0', 'meta', 'us.meta.llama4-scout-17b-instruct-v1:0'],
  ['invoke/us.amazon.nova-pro-v1:0', 'nova', 'us.amazon.nova-pro-v1:0'],
  [`llama/${arn}`, 'llama', encodedArn],
  [`invoke/qwen3/${arn}`, 'qwen3', encodedArn],
  [`deepseek_r1/${arn}`, 'deepseek_r1', encodedArn],
  [`mistral/${arn}`, 'mistral', `mistral/${arn}`],
  [`invoke/${arn}`, undefined, encodedArn],
  ['moonshot.kimi-k2-thinking-v1:0', 'moonshot', 'moonshot.kimi-k2-thinking-v1:0'],
]

t.test('what a name says', async t => {
  for (const [model, provider, id] of names) t.same([invokeProvider(model), invokeId(model)], [provider, id], model)
})

const user = (content: JsonObject['content']): JsonObject => ({ role: 'user', content })
const said = [
  { role: 'system', content: 'S' },
  user('a'),
  { role: 'assistant', content: '<think>x</think>b' },
  user('c'),
]
const call = { type: 'function', function: { name: 'now', arguments: '{}' } }
const found = [user('a'), { role: 'assistant', content: 'b', tool_calls: [call] }, { role: 'tool', content: 'noon' }]
const picture = [
  { type: 'text', text: 'a' },
  { type: 'image_url', image_url: { url: 'u' } },
]

const prompts: readonly (readonly [string, JsonObject[], string])[] = [
  ['cohere.command-text-v14', [...said, { role: 'tool', content: 'noon' }], 'S\n\na\n\n<think>x</think>b\n\nc'],
  ['ai21.j2-mid-v1', said, 'Sa<think>x</think>bc'],
  [`llama/${arn}`, said, 'S a <think>x</think>b c'],
  [
    `deepseek_r1/${arn}`,
    said,
    '<｜begin▁of▁sentence｜>S<｜User｜>a<｜Assistant｜>b<｜end▁of▁sentence｜><｜User｜>c<｜Assistant｜><think>\n',
  ],
  [
    `deepseek_r1/${arn}`,
    found,
    '<｜begin▁of▁sentence｜><｜User｜>a<｜Assistant｜>b<｜end▁of▁sentence｜>' +
      '<｜tool▁outputs▁begin｜><｜tool▁output▁begin｜>noon<｜tool▁output▁end｜><｜tool▁outputs▁end｜>',
  ],
  [
    `qwen3/${arn}`,
    found,
    '<|im_start|>user\na<|im_end|>\n<|im_start|>assistant\n<tool_call>\n{"name": "now", "arguments": "{}"}\n</tool_call>' +
      '<|im_end|>\n<|im_start|>tool\nnoon<|im_end|>\n<|im_start|>assistant\n',
  ],
  [
    `qwen2/${arn}`,
    [user(picture)],
    '<|im_start|>user\na<|vision_start|><|image_pad|><|vision_end|><|im_end|>\n<|im_start|>assistant\n',
  ],
]

t.test('prompts', async t => {
  for (const [model, messages, want] of prompts) t.equal(textFamilyOf(model)?.prompt(messages, model), want, model)
  const silent = [{ role: 'assistant', tool_calls: [call] }]
  for (const model of [`deepseek_r1/${arn}`, `llama/${arn}`, 'ai21.j2-mid-v1']) {
    t.throws(() => textFamilyOf(model)?.prompt(silent, model), /'content'/, model)
  }
  t.throws(
    () => textFamilyOf('ai21.j2-mid-v1')?.prompt([user(picture)], 'ai21.j2-mid-v1'),
    /only of messages that are texts/,
  )
})

const requests: readonly (readonly [string, JsonObject, string, JsonObject])[] = [
  [
    'cohere.command-text-v14',
    { stream: true, top_p: 0.5, stop: 'x', n: 2, tool_choice: 'auto' },
    'cohere.command-text-v14/invoke-with-response-stream',
    { prompt: 'a', p: 0.5, stop_sequences: 'x', num_generations: 2, stream: true },
  ],
  ['ai21.j2-mid-v1', { stream: true, max_tokens: 3 }, 'ai21.j2-mid-v1/invoke', { prompt: 'a', maxTokens: 3 }],
  [`qwen3/${arn}`, { max_tokens: 3, top_k: 2, odd: 1 }, `${encodedArn}/invoke`, { max_gen_len: 3, top_k: 2 }],
]

t.test('requests', async t => {
  for (const [model, params, place, body] of requests) {
    const made = text.request({ messages: [user('a')], ...params }, at(model))
    t.equal(made.url, `http://aws.test/model/${place}`)
    t.match(made.body, body, model)
    t.notOk('odd' in made.body)
  }
})

const answers: readonly (readonly [string, JsonObject, JsonObject])[] = [
  ['cohere.command-text-v14', { generations: [{ text: 'x', finish_reason: 'MAX_TOKENS' }] }, { content: 'x' }],
  ['cohere.command-text-v14', { text: 'x' }, { content: 'x' }],
  ['ai21.j2-mid-v1', { completions: [{ data: { text: 'x' } }] }, { content: 'x' }],
  [`qwen3/${arn}`, { generation: '<|im_start|>assistant\nx<|im_end|>' }, { content: 'x' }],
  [`qwen2/${arn}`, { text: '' }, { content: '' }],
  [
    `deepseek_r1/${arn}`,
    { generation: 'why</think>x' },
    { content: 'x', provider_specific_fields: { reasoning_content: 'why' } },
  ],
  [`deepseek_r1/${arn}`, { generation: 'why' }, { content: '<think>why' }],
]

t.test('answers', async t => {
  for (const [model, answer, message] of answers) {
    const { body } = text.response(answer, { messages: [user('a')] }, at(model), context)
    t.match(body, { choices: [{ message }] }, model)
  }
})

const streamed = (model: string, chunks: JsonObject[], framing?: 'whole'): JsonObject[] => {
  const stream = text.stream({ messages: [user('a')] }, at(model), { ...context, includeUsage: true }, framing)
  const frames = chunks.flatMap(chunk => {
    const bytes = Buffer.from(JSON.stringify(chunk)).toString('base64')
    return stream.push({ event: 'chunk', data: JSON.stringify(framing ? chunk : { bytes }) })
  })
  const told = [...frames, ...stream.end().frames].filter(frame => !frame.includes('[DONE]'))
  return told.map(frame => JSON.parse(frame.slice(6)) as JsonObject)
}

t.test('a model that thinks first, in a stream', async t => {
  const chunks = [
    { generation: 'why', prompt_token_count: 5, generation_token_count: 1 },
    { generation: '</think>', generation_token_count: 2 },
    { generation: 'x', generation_token_count: 3 },
    { generation: '', stop_reason: 'length' },
  ]
  const told = streamed(`deepseek_r1/${arn}`, chunks)
  t.match(told, [
    { choices: [{ delta: { role: 'assistant', reasoning_content: 'why' } }] },
    { choices: [{ delta: { content: 'x' } }] },
    { choices: [{ finish_reason: 'length' }] },
    { usage: { prompt_tokens: 5, completion_tokens: 3 } },
  ])
  t.not(told[0]?.['id'], told[1]?.['id'], 'each chunk has an id')
})

t.test('a whole answer in a stream’s place', async t => {
  const told = streamed('ai21.j2-mid-v1', [{ completions: [{ data: { text: 'x' } }] }], 'whole')
  t.match(told, [{ choices: [{ delta: { content: 'x' } }] }, { choices: [{ finish_reason: 'stop' }] }])
})
