/** Failed answers with bodies that nobody has agreed upon, at statuses that nobody expects. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import type { ScriptedAnswer } from '../../../services/simulator/script.ts'
import { answer, openaiError } from '../answers.ts'
import { anthropicMessages, callsOf, chats, type ParityCase, type Row } from '../case.ts'

type Body = readonly [string, ScriptedAnswer]

const html = { 'content-type': 'text/html' }
const plain = { 'content-type': 'text/plain' }
const J = (
  body: JsonObject | JsonObject[] | string,
  status: number,
  headers: Record<string, string> = { 'content-type': 'application/json' },
): ScriptedAnswer => answer(typeof body === 'string' ? body : JSON.stringify(body), status, headers)

// prettier-ignore
const bodies = (s: number): readonly Body[] => [
  ['html', J('<html><body>nope</body></html>', s, html)], ['empty', J('', s, plain)], ['empty JSON', J({}, s)], ['text', J('upstream said no', s, plain)], ['JSON text', J('"no"', s)], ['JSON list', J([{ error: { message: 'in a list' } }], s)], ['null', J('null', s)],
  ['error text', J({ error: 'as text' }, s)], ['error null', J({ error: null }, s)], ['error list', J({ error: [{ message: 'x' }] }, s)], ['nested', J({ error: { message: { text: 'deep' }, type: null } }, s)], ['error without message', J({ error: { code: 'c', type: 't' } }, s)], ['message at the top', J({ message: 'top', code: 7 }, s)], ['detail', J({ detail: 'not here' }, s)], ['errors', J({ errors: [{ message: 'x' }] }, s)], ['numbers', J({ error: { message: 'm', code: 123, type: 5, param: 7 } }, s)],
  ['odd letters', J({ error: { message: 'é "quoted" \n newline \u2028 😀', type: 't' } }, s)], ['broken JSON', J('{"error": {"message": "cut', s)],
  ['limits', J({ error: { message: 'slow', type: 'requests', code: 'rate_limit_exceeded' } }, s, { 'content-type': 'application/json', 'retry-after': '3', 'retry-after-ms': '2500', 'x-ratelimit-limit-requests': '10', 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '6s', 'anthropic-ratelimit-requests-remaining': '0', 'x-request-id': 'req_9', 'x-should-retry': 'false' })],
]
// prettier-ignore
const words: readonly (readonly [string, JsonObject])[] = [
  ['context length', { message: "This model's maximum context length is 5 tokens", code: 'context_length_exceeded', type: 'invalid_request_error' }], ['too long', { message: 'prompt is too long: 9 tokens > 5 maximum', type: 'invalid_request_error' }], ['model not found', { message: 'The model `x` does not exist', code: 'model_not_found', type: 'invalid_request_error' }], ['content policy', { message: 'Your request was rejected as a result of our safety system', code: 'content_policy_violation', type: 'invalid_request_error' }], ['content filter', { message: 'The response was filtered due to the prompt triggering content management policy', code: 'content_filter' }], ['quota', { message: 'You exceeded your current quota', type: 'insufficient_quota', code: 'insufficient_quota' }], ['key', { message: 'Incorrect API key provided: sk-x', type: 'invalid_request_error', code: 'invalid_api_key' }], ['overloaded', { message: 'Overloaded', type: 'overloaded_error' }], ['rate words', { message: 'Rate limit reached for x', type: 'tokens' }], ['credit', { message: 'Your credit balance is too low to access the Anthropic API', type: 'invalid_request_error' }], ['server words', { message: 'The server had an error processing your request.', type: 'server_error' }], ['Request too large', { message: 'Request too large for gpt-4', type: 'tokens' }], ['max tokens', { message: 'max_tokens: 100000 > 8192, which is the maximum allowed number of output tokens', type: 'invalid_request_error' }], ['timeout words', { message: 'Request timed out.', type: 'timeout' }],
]

const statuses = [402, 405, 406, 407, 410, 411, 415, 418, 421, 423, 424, 425, 426, 428, 431, 451, 498, 499, 505, 507, 508, 511, 520, 521, 522, 524, 525, 529, 530, 598, 599] // prettier-ignore

const failing = (provider: ScriptedAnswer): Partial<ParityCase> => ({ deployment: {}, provider })

/** A share of them all, another one for each `turn`. */
function share(turn: number): Row[] {
  const shaped = [400, 401, 403, 404, 429, 500, 503].flatMap((status, at) =>
    bodies(status)
      .filter((_, index) => (index + at + turn) % 4 === 0)
      .map(([name, body]): Row => [`${status} ${name}`, {}, failing(body)]),
  )
  const worded = words.map(([name, error], index): Row => {
    const status = [400, 429, 500][(index + turn) % 3] ?? 400
    return [`${status} ${name}`, {}, failing(J({ error }, status))]
  })
  const bare = statuses
    .filter((_, index) => (index + turn) % 3 === 0)
    .map((status): Row => [`${status}`, {}, failing(openaiError(status))])
  const streamed = [400, 401, 429, 500, 503, 529].map((status): Row => [
    `${status}, streamed`,
    { stream: true },
    failing(J({ error: { message: 'said', type: 't' } }, status)),
  ])
  return [...shaped, ...worded, ...bare, ...streamed]
}

const part = (turn: number, of: number, left: RegExp): Row[] =>
  share(turn).filter(([name], index) => index % of === 0 && !left.test(name))

const models = ['claude', 'gpt', 'gemini', 'azure', 'groq', 'mistral', 'deepseek', 'openrouter', 'ollama-chat', 'bedrock'] // prettier-ignore

export const errorBodyCases: readonly ParityCase[] = [
  ...models.flatMap((model, turn) =>
    chats(
      `error bodies/${model}`,
      model,
      share(turn).filter(([name]) => `${model} ${name}` !== 'gpt 500 content policy'),
    ),
  ),
  ...['claude', 'gpt', 'groq', 'gemini'].flatMap((model, at) =>
    anthropicMessages(`error bodies/messages/${model}`, model, part(at + 2, 2, /limits|streamed/)),
  ),
  ...['gpt', 'claude'].flatMap((model, at) =>
    callsOf('/v1/responses', `error bodies/responses/${model}`, { model, input: 'hi' }, part(at + 3, 3, /limits/)),
  ),
  ...callsOf(
    '/v1/completions',
    'error bodies/completions',
    { model: 'instruct', prompt: 'hi' },
    part(1, 3, /limits|streamed/),
  ),
  ...callsOf(
    '/v1/embeddings',
    'error bodies/embeddings',
    { model: 'embedding', input: 'hi' },
    part(2, 2, /^(?:4(?:0[89]|29)|5)|limits|streamed/),
  ),
]
