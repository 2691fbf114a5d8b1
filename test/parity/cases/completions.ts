/** The legacy completions: models that complete text themselves, and models that chat. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import type { ScriptedAnswer } from '../../../services/simulator/script.ts'
import { answer, anthropicAnswer, data, done, geminiAnswer, openaiAnswer, openaiError, stream } from '../answers.ts'
import { callsOf, type ParityCase, type Row } from '../case.ts'

const completionsOf = (topic: string, model: string, rows: readonly Row[]): ParityCase[] =>
  callsOf('/v1/completions', topic, { model, prompt: 'hi' }, rows)

const choice = (changes: JsonObject = {}): JsonObject => ({
  index: 0,
  text: 'Hello',
  logprobs: null,
  finish_reason: 'stop',
  ...changes,
})
const textAnswer = (changes: JsonObject = {}): ScriptedAnswer =>
  answer({
    id: 'cmpl-1',
    object: 'text_completion',
    created: 1700000000,
    model: 'text-real',
    choices: [choice()],
    usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
    ...changes,
  })

const bodies: readonly JsonObject[] = [
  {},
  { prompt: ['a'] },
  { prompt: ['a', 'b'] },
  { prompt: '' },
  { max_tokens: 5 },
  { temperature: 0.3, top_p: 0.5 },
  { n: 2 },
  { stop: 'x' },
  { stop: ['x', 'y'] },
  { frequency_penalty: 0.1, presence_penalty: 0.2 },
  { seed: 1 },
  { user: 'u' },
  { foo: 1, bar: null },
  { extra_body: { z: 1 } },
  { metadata: { a: 'b' }, tags: ['x'], timeout: 3 },
]

const nativeBodies: readonly JsonObject[] = [
  { prompt: [1, 2, 3] },
  { prompt: [[1, 2], [3]] },
  { best_of: 2 },
  { echo: true },
  { logprobs: 2 },
  { suffix: 's' },
  { logit_bias: { 1: 2 } },
]

const named =
  (provider: ScriptedAnswer) =>
  (body: JsonObject): Row => [JSON.stringify(body), body, { provider }]

const provided = (name: string, provider: ScriptedAnswer, body: JsonObject = {}): Row => [name, body, { provider }]
const native: readonly Row[] = [
  ...[...bodies, ...nativeBodies].map(named(textAnswer())),
  provided(
    'two choices',
    textAnswer({ choices: [choice(), choice({ index: 1, text: 'b', finish_reason: 'length' })] }),
  ),
  provided('logprobs', textAnswer({ choices: [choice({ logprobs: { tokens: ['a'], token_logprobs: [-1] } })] })),
  provided('unknown fields', textAnswer({ weird: 1, choices: [choice({ weird: 1 })] })),
  provided('a fingerprint', textAnswer({ system_fingerprint: 'fp_1' })),
  provided('an end of length', textAnswer({ choices: [choice({ finish_reason: 'length' })] })),
  provided(
    'usage with details',
    textAnswer({
      usage: {
        prompt_tokens: 3,
        completion_tokens: 2,
        total_tokens: 5,
        completion_tokens_details: { reasoning_tokens: 1 },
        prompt_tokens_details: { cached_tokens: 1 },
      },
    }),
  ),
  provided('no choices', textAnswer({ choices: [] })),
]

const statuses = [400, 401, 403, 404, 413, 422]
const own = { deployment: {} }
const errors: readonly Row[] = statuses.map((status): Row => [
  `${status}`,
  {},
  { ...own, provider: openaiError(status) },
])

const piece = (text: string, finish_reason: string | null = null): string =>
  data({
    id: 'cmpl-1',
    object: 'text_completion',
    created: 1700000000,
    model: 'text-real',
    choices: [choice({ text, finish_reason })],
  })
const streams: readonly Row[] = [
  ['a stream', { stream: true }, { provider: stream([piece('Hel'), piece('lo'), piece('', 'stop'), done]) }],
  [
    'a stream that ends with words',
    { stream: true },
    { provider: stream([piece('Hel'), piece('lo', 'length'), done]) },
  ],
]

/** Other providers of whom LiteLLM asks texts for texts. */
const others = ['together', 'fireworks', 'nebius', 'moonshot', 'wandb']
/** Fireworks' prices go by the model that an answer names. */
const answering: Readonly<Record<string, string>> = { fireworks: 'accounts/fireworks/models/kimi-k2p6' }
const asText: readonly JsonObject[] = [
  ...bodies.filter(body => !Array.isArray(body['prompt']) || body['prompt'].length < 2),
  { echo: true, suffix: 's', logprobs: 2, logit_bias: { 1: 2 } },
  { stop: ['a', 'b', 'c', 'd', 'e'] },
  { stream: false },
  { prompt: [] },
  { prompt: 5 },
]

export const completionCases = [
  ...others.flatMap(model =>
    completionsOf(
      `completions/${model}`,
      model,
      asText.map(named(textAnswer({ model: answering[model] ?? 'text-real' }))),
    ),
  ),
  ...completionsOf('completions/together', 'together', [{ prompt: ['a', 'b'] }].map(named(textAnswer()))),
  ...['azure', 'groq', 'deepseek'].flatMap(model =>
    completionsOf(`completions/${model}`, model, [{}, { stream: false }, { seed: 1 }].map(named(openaiAnswer()))),
  ),
  ...['vertex-llama', 'vertex-gpt-oss', 'vertex-mistral', 'vertex-jamba'].flatMap(model =>
    completionsOf(`completions/${model}`, model, [
      ...[{}, { stream: false }, { seed: 1 }, { max_tokens: 5, stop: 'x', echo: true }].map(named(openaiAnswer())),
      ['a stream', { stream: true, prompt: 'hi' }],
      ['a refusal', {}, { ...own, provider: openaiError(400) }],
      ['a refusal, streamed', { stream: true }, { ...own, provider: openaiError(429) }],
    ]),
  ),
  ...completionsOf('completions/errors/vllm', 'vllm', [
    ['our own timeout', { prompt: '[sim:delay:5000]' }, { deployment: { timeout: 0.5 } }],
    ['a reset connection', { prompt: '[sim:reset]' }, own],
  ]),
  ...completionsOf('completions/errors/azure', 'azure', [['a reset connection', { prompt: '[sim:reset]' }, own]]),
  ...completionsOf(
    'completions',
    'instruct',
    [{ max_completion_tokens: 4 }, { prompt: [] }, { prompt: 5 }].map(named(textAnswer())),
  ),
  ...completionsOf('completions', 'instruct', [...native, ...errors, ...streams]),
  ...completionsOf('completions/text-completion-openai', 'text-completion', [...native, ...streams]),
  ...completionsOf('completions/vllm', 'vllm', native),
  ...completionsOf('completions/gpt', 'gpt', [...bodies.map(named(openaiAnswer())), ...errors]),
  ...completionsOf('completions/claude', 'claude', bodies.map(named(anthropicAnswer()))),
  ...completionsOf('completions/gemini', 'gemini', bodies.map(named(geminiAnswer()))),
]
