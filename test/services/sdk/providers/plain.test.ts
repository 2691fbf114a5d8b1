import t from 'tap'
import { promptFor } from '../../../../services/sdk/providers/plain/prompt.ts'
import { ofObjects, PlainStream, type StreamManners } from '../../../../services/sdk/providers/plain/stream.ts'
import { plainTranslator, statusFault } from '../../../../services/sdk/providers/plain/wire.ts'
import type { JsonObject } from '../../../../services/sdk/providers/translator.ts'
import { chunksOf, context, target } from './fixtures.ts'

const here = target('acme', 'model')
const conversation = [
  { role: 'system', content: 'S' },
  { role: 'user', content: [{ type: 'text', text: 'a' }] },
  { role: 'assistant', content: 'b' },
  { role: 'user', content: 'c' },
]

t.test('a conversation as the prompt that its model wants', async t => {
  const table: [string, string][] = [
    ['anything', 'S a b c'],
    [
      'meta-llama/Llama-2-7b-chat-hf',
      '<s>[INST] <<SYS>>\nS\n<</SYS>>\n [/INST]\n[INST] a [/INST]\nb\n</s>[INST] c [/INST]\n',
    ],
    ['tiiuae/falcon-7b-instruct', 'Suser:a\n\nassistant:b\n\nuser:c\n\n'],
    ['WizardLM/WizardCoder-15B', 'S\n\n### Instruction:\na\n\n### Response:\nb\n\n### Instruction:\nc\n\n'],
    [
      'meta-llama/Meta-Llama-3-8B-Instruct',
      '<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nS<|eot_id|>' +
        '<|start_header_id|>user<|end_header_id|>\n\na<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nb<|eot_id|>' +
        '<|start_header_id|>user<|end_header_id|>\n\nc<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n',
    ],
  ]
  for (const [model, want] of table) t.equal(promptFor(model, conversation), want, model)
})

const streamOf = (events: readonly (JsonObject | string)[], manners: StreamManners = {}) => {
  const read = ofObjects(event => event, here)
  const stream = new PlainStream({ messages: [{ role: 'user', content: 'hi' }] }, here, context, read, manners)
  const frames = events.flatMap(event =>
    stream.push({ event: '', data: typeof event === 'string' ? event : JSON.stringify(event) }),
  )
  const { complete, frames: last } = stream.end()
  return { complete, chunks: chunksOf([...frames, ...last]), usage: stream.usage }
}
const deltas = (chunks: readonly unknown[]): unknown[] =>
  chunks.flatMap(chunk => (chunk as { choices?: { delta: unknown }[] }).choices?.map(({ delta }) => delta) ?? [])
const finishes = (chunks: readonly unknown[]): unknown[] =>
  chunks.flatMap(chunk =>
    ((chunk as { choices?: { finish_reason?: string }[] }).choices ?? []).flatMap(({ finish_reason: reason }) =>
      reason === undefined ? [] : [reason],
    ),
  )

t.test('the end of a stream', async t => {
  const table: [string, (JsonObject | string)[], boolean, string[]][] = [
    ['in an event of its own', [{ text: 'a' }, { finish: 'max_tokens' }], true, ['length']],
    ['with the last words, as it came', [{ text: 'a', finish: 'eos_token' }], true, ['eos_token']],
    ['told once', [{ text: 'a' }, { finish: 'stop' }, { finish: 'stop' }], true, ['stop']],
    ['by [DONE] alone', [{ text: 'a' }, '[DONE]', { text: 'b' }], true, ['stop']],
    ['never', [{ text: 'a' }], false, []],
  ]
  for (const [name, events, complete, want] of table) {
    const ended = streamOf(events)
    t.equal(ended.complete, complete, name)
    t.strictSame(finishes(ended.chunks), want, name)
  }
  t.ok(streamOf([{ text: 'a' }], { endsByItself: true }).complete)
  t.throws(() => streamOf(['nonsense']), { message: /Unable to parse stream event/ })
})

t.test('what a stream tells', async t => {
  const call = { id: 'c', type: 'function', function: { name: 'f', arguments: '{}' }, index: 0 }
  const told = streamOf([{ text: 'a' }, { calls: [call] }, { text: 'b', finish: 'stop' }])
  t.strictSame(deltas(told.chunks).slice(0, 3), [
    { role: 'assistant', content: 'a' },
    { content: '', tool_calls: [call] },
    { content: 'b' },
  ])
  t.strictSame(finishes(told.chunks), ['tool_calls'], 'a call is why it ended')
  t.strictSame(deltas(streamOf([{ text: 'a' }, { calls: [call] }], { bare: true }).chunks), [
    { content: 'a' },
    { tool_calls: [call] },
  ])
  t.strictSame(deltas(streamOf([{ text: 'abcde', finish: 'stop' }], { pieceLength: 2 }).chunks).slice(0, 3), [
    { role: 'assistant', content: 'ab' },
    { content: 'cd' },
    { content: 'e' },
  ])
})

t.test('the counts of a stream', async t => {
  const before = streamOf([{ text: 'a', counts: { prompt: 5, completion: 3 } }, { finish: 'stop' }])
  t.match(before.chunks.at(-2), { usage: { prompt_tokens: 5, completion_tokens: 3, total_tokens: 8 } })
  const behind = streamOf([{ text: 'a' }, { finish: 'stop' }, { counts: { prompt: 5, completion: 3 } }])
  t.match(behind.chunks.at(-2), { usage: { prompt_tokens: 8, completion_tokens: 1 } }, 'LiteLLM counts itself')
  t.match(behind.usage, { input: 5, output: 3 }, 'the metrics have what the provider says')
})

t.test('the name of an error, and what becomes of its status', async t => {
  const table: [number, string, number][] = [
    [401, 'AuthenticationError', 401],
    [403, 'PermissionDeniedError', 403],
    [418, 'BadRequestError', 418],
    [422, 'BadRequestError', 422],
    [500, 'InternalServerError', 500],
    [529, 'APIError', 529],
  ]
  for (const [status, litellmClass, code] of table) {
    const { message, ...fault } = statusFault(status, 'words', here)
    t.match(fault, { litellmClass, status: code }, String(status))
    t.equal(message, `litellm.${litellmClass}: AcmeException - words`)
  }
})

t.test('a provider is a few words', async t => {
  const acme = plainTranslator({
    takes: 'temperature stream',
    quotesBytes: true,
    hidesErrors: 'whole',
    headers: ({ apiKey = '' }) => ({ authorization: apiKey }),
    request: ({ openai, own, streams }) => ({ url: 'http://acme.test', body: { ...openai, ...own, streams } }),
    answer: ({ said = null }) => ({ message: { content: said }, counts: { prompt: 1, completion: 2 } }),
  })
  const chat = { messages: [], temperature: 1, own: 2, extra_body: { more: 3 } }
  const { url, headers, body } = acme.request(chat, here)
  t.match({ url, headers }, { url: 'http://acme.test', headers: { authorization: 'key' } })
  t.strictSame(body, { temperature: 1, own: 2, more: 3, streams: false })
  t.throws(() => acme.request({ messages: [], top_p: 1 }, here), { message: /acme does not support parameters/ })
  t.match(acme.response({ said: 'x' }, chat, here, context), {
    body: { model: 'my-group', choices: [{ message: { content: 'x' }, finish_reason: 'stop' }] },
    usage: { input: 1, output: 2 },
  })
  t.match(acme.error(400, 'no', here), { message: /- no$/, loses: 'headers' })
  t.match(acme.error(400, 'no', here, true), { message: /- b'no'$/, loses: 'nothing' })
  t.match(acme.error(200, '<html>', here), { status: 500, litellmClass: 'APIConnectionError' })
})
