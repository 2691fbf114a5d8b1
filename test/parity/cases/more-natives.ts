/** More providers with an API of their own, asked in the ways of `natives.ts`. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { answer, data, done, openaiError, stream } from '../answers.ts'
import { chats, type ParityCase, user } from '../case.ts'
import { nativeRows, type Words } from './natives.ts'

const text = (choices: JsonObject[], more: JsonObject = {}): JsonObject => ({
  id: 'cmpl-1',
  object: 'text_completion',
  created: 1700000000,
  model: 'davinci-real',
  choices,
  ...more,
})

const usage = { prompt_tokens: 5, completion_tokens: 3, total_tokens: 8 }

const completions: Words = {
  whole: answer(text([{ text: 'Hello', index: 0, logprobs: null, finish_reason: 'stop' }], { usage })),
  stream: stream([
    data(text([{ text: 'Hel', index: 0, logprobs: null, finish_reason: null }])),
    data(text([{ text: 'lo', index: 0, logprobs: null, finish_reason: 'length' }])),
    data(text([], { usage })),
    done,
  ]),
  error: status => openaiError(status),
  declines: ['every parameter, dropped where unknown', 'tools'],
  rows: [
    [
      'two choices',
      { n: 2 },
      {
        provider: answer(
          text(
            [
              { text: 'a', index: 0, logprobs: { tokens: ['a'], token_logprobs: [-1] }, finish_reason: 'length' },
              { text: '', index: 1, finish_reason: 'stop' },
            ],
            { usage, system_fingerprint: 'fp_1' },
          ),
        ),
      },
    ],
    [
      'a stream without usage',
      { stream: true, stream_options: { include_usage: true } },
      {
        provider: stream([
          data(text([{ text: 'Hello', index: 0, logprobs: { tokens: ['Hello'] }, finish_reason: null }])),
          data(text([{ text: '', index: 0, finish_reason: 'stop' }])),
          done,
        ]),
      },
    ],
    [
      'a stream that fails',
      { stream: true },
      { provider: stream([data({ error: { message: 'boom', code: 500 } })]), deployment: {} },
    ],
    ['a stream that is cut', { stream: true }, { provider: stream([data(text([{ text: 'Hel', index: 0 }]))]) }],
    ['an error within', {}, { provider: answer({ error: { message: 'no' } }), deployment: {} }],
    ['a developer', { messages: [{ role: 'developer', content: 'D' }, user('')] }],
    ['a suffix', { suffix: 'end', echo: true, best_of: 2, extra_body: { z: 1 }, extra_headers: { 'x-own': 'y' } }],
    ['an overflow', {}, { provider: openaiError(400, { message: "This model's maximum context length is 5" }) }],
  ],
}

const providers: Readonly<Record<string, Words>> = {
  'text-completion': completions,
  'inception-fim': { ...completions, declines: [...(completions.declines ?? []), 'its own parameters'] },
}

export const moreNativeCases: readonly ParityCase[] = Object.entries(providers).flatMap(([model, words]) =>
  chats(`more natives/${model}`, model, nativeRows(words)),
)
