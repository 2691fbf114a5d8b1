/** Providers' errors and failed calls on both wires. Each has a deployment of its own: some errors cool one down. */
import { answer, anthropicError, openaiError } from '../answers.ts'
import { chats, type ParityCase, user, type Row } from '../case.ts'
import { compatibles } from '../models.ts'

const html = { 'content-type': 'text/html' }
const own = { deployment: {} }
/** A port nobody listens on. */
const nowhere = 'http://127.0.0.1:9'

const anthropicStatuses = [400, 401, 403, 404, 408, 409, 413, 418, 422, 429, 451, 500, 502, 503, 504, 529]
const compatibleStatuses = [400, 401, 403, 404, 408, 413, 422, 429, 500, 502, 503, 504, 529]

const fromAnthropic = (status: number): ReturnType<typeof anthropicError> =>
  status === 529 ? anthropicError(529, 'Overloaded', 'overloaded_error') : anthropicError(status)

const anthropic = chats('errors/anthropic', 'claude', [
  ...anthropicStatuses.map((status): Row => [`${status}`, {}, { ...own, provider: fromAnthropic(status) }]),
  ...anthropicStatuses.map((status): Row => [
    `${status}, streamed`,
    { stream: true },
    { ...own, provider: fromAnthropic(status) },
  ]),
  [
    'too long a prompt',
    {},
    { ...own, provider: anthropicError(400, 'prompt is too long: 5 > 4', 'invalid_request_error') },
  ],
  [
    'a blocked output',
    {},
    { ...own, provider: anthropicError(400, 'Output blocked by content filtering policy', 'invalid_request_error') },
  ],
  ['a wrong key', {}, { ...own, provider: anthropicError(401, 'Invalid API Key', 'authentication_error') }],
  ['a page', {}, { ...own, provider: answer('<html>\nno</html>', 403, html) }],
  ['no body', {}, { ...own, provider: answer('', 500) }],
  ['the simulator’s rate limit', { messages: [user('[sim:ratelimit:7]')] }, own],
  ['the simulator’s 404', { messages: [user('[sim:error:404]')] }, own],
  ['the simulator’s overload', { messages: [user('[sim:overloaded]')] }, own],
  ['a reset connection', { messages: [user('[sim:reset]')] }, own],
  ['half an answer', { messages: [user('[sim:cut]')] }, own],
  ['nobody there', {}, { deployment: { api_base: nowhere } }],
  ['nobody there, streamed', { stream: true }, { deployment: { api_base: nowhere } }],
  ['our own timeout', { messages: [user('[sim:delay:5000]')] }, { deployment: { timeout: 0.5 } }],
  [
    'our own timeout, streamed',
    { stream: true, messages: [user('[sim:delay:5000]')] },
    { deployment: { timeout: 0.5 } },
  ],
  [
    'our own timeout of streams',
    { stream: true, messages: [user('[sim:delay:5000]')] },
    { deployment: { stream_timeout: 0.5 } },
  ],
])

const openai = chats('errors/openai', 'gpt', [
  ...anthropicStatuses.map((status): Row => [`${status}`, {}, { ...own, provider: openaiError(status) }]),
  ...[400, 401, 429, 500].map((status): Row => [
    `${status}, streamed`,
    { stream: true },
    { ...own, provider: openaiError(status) },
  ]),
  [
    'too long a prompt',
    {},
    {
      ...own,
      provider: openaiError(400, {
        message: "This model's maximum context length is 5 tokens",
        type: 'invalid_request_error',
        param: 'messages',
        code: 'context_length_exceeded',
      }),
    },
  ],
  [
    'a parameter is blamed',
    {},
    { ...own, provider: openaiError(400, { message: 'bad', type: 'invalid_request_error', param: 'x', code: null }) },
  ],
  [
    'a wrong key',
    {},
    {
      ...own,
      provider: openaiError(401, {
        message: 'Incorrect API key provided: sk',
        type: 'invalid_request_error',
        code: 'invalid_api_key',
      }),
    },
  ],
  [
    'an unknown model',
    {},
    {
      ...own,
      provider: openaiError(404, {
        message: 'The model x does not exist',
        type: 'invalid_request_error',
        code: 'model_not_found',
      }),
    },
  ],
  [
    'a rate limit',
    {},
    {
      ...own,
      provider: openaiError(429, { message: 'Rate limit reached', type: 'invalid_request_error', code: 'rate' }),
    },
  ],
  [
    'a policy',
    {},
    {
      ...own,
      provider: openaiError(400, { message: 'no', type: 'invalid_request_error', code: 'content_policy_violation' }),
    },
  ],
  ['too large', {}, { ...own, provider: answer({ error: { message: 'Request too large', type: 'tokens' } }, 413) }],
  ['a page', {}, { ...own, provider: answer('<html>no</html>', 403, html) }],
  ['a page of a gateway', {}, { ...own, provider: answer('<html>\nno</html>', 503, html) }],
  ['no body', {}, { ...own, provider: answer('', 500) }],
  ['a plain text for an error', {}, { ...own, provider: answer({ error: 'plain string' }, 400) }],
  ['details', {}, { ...own, provider: answer({ detail: [{ msg: 'm' }] }, 422) }],
  ['a message at the top', {}, { ...own, provider: answer({ message: 'top' }, 400) }],
  ['the simulator’s rate limit', { messages: [user('[sim:ratelimit:7]')] }, own],
  ['a reset connection', { messages: [user('[sim:reset]')] }, own],
  ['nobody there', {}, { deployment: { api_base: nowhere } }],
  ['our own timeout', { messages: [user('[sim:delay:5000]')] }, { deployment: { timeout: 0.5 } }],
  [
    'our own timeout, streamed',
    { stream: true, messages: [user('[sim:delay:5000]')] },
    { deployment: { timeout: 0.5 } },
  ],
])

export const errorCases: readonly ParityCase[] = [
  ...anthropic,
  ...openai,
  ...compatibles.flatMap(model =>
    chats(`errors/${model}`, model, [
      ...compatibleStatuses.map((status): Row => [`${status}`, {}, { ...own, provider: openaiError(status) }]),
      ['429, streamed', { stream: true }, { ...own, provider: openaiError(429) }],
      [
        'a parameter is blamed',
        {},
        {
          ...own,
          provider: openaiError(400, { message: 'bad', type: 'invalid_request_error', param: 'x', code: null }),
        },
      ],
      [
        'too long a prompt',
        {},
        {
          ...own,
          provider: openaiError(400, {
            message: "This model's maximum context length is 5 tokens",
            type: 'invalid_request_error',
          }),
        },
      ],
    ]),
  ),
]
