/** Failures at Vertex AI. Each has a deployment of its own: some errors cool one down. */
import { answer, anthropicError } from '../answers.ts'
import { chats, type ParityCase, user, type Row } from '../case.ts'

const own = { deployment: {} }
const html = { 'content-type': 'text/html' }
/** A port nobody listens on. */
const nowhere = 'http://127.0.0.1:9'
const statuses = [400, 401, 403, 404, 408, 409, 413, 418, 422, 429, 499, 500, 502, 503, 504, 529]

const google = (code: number, message = `said ${code}`, status = 'SOME_STATUS'): ReturnType<typeof answer> =>
  answer({ error: { code, message, status } }, code)

const words = [
  'Vertex AI API has not been used in project 1 before or it is disabled.',
  'Unable to find your project. Please provide a valid project ID.',
  '400 Request payload size exceeds the limit: 524288 bytes.',
  'The input token count (5) exceeds the maximum number of tokens allowed (4).',
  'None Unknown Error.',
  'API key not valid. Please pass a valid API key.',
  'See error 403 in the manual',
  'The response was blocked.',
  'Output blocked by content filtering policy',
  'Quota exceeded for aiplatform.googleapis.com/generate_content_requests',
  'Resource exhausted. Please try again later.',
  '500 Internal Server Error',
  'The model is overloaded. Please try again later.',
  'Invalid API Key',
  'prompt is too long: 5 > 4',
  'Overloaded',
]

export const common: readonly Row[] = [
  ...statuses.map((status): Row => [`Google’s ${status}`, {}, { ...own, provider: google(status) }]),
  ...statuses.map((status): Row => [
    `Google’s ${status}, streamed`,
    { stream: true },
    { ...own, provider: google(status) },
  ]),
  ...words.map((message): Row => [message, {}, { ...own, provider: google(400, message) }]),
  ...words.map((message): Row => [
    `${message} (streamed)`,
    { stream: true },
    { ...own, provider: google(400, message) },
  ]),
  ['a rate limit within a failure', {}, { ...own, provider: answer({ error: { code: 429, message: 'm' } }, 503) }],
  ['a page', {}, { ...own, provider: answer('<html>\nno</html>', 403, html) }],
  ['no body', {}, { ...own, provider: answer('', 500) }],
  ['the simulator’s rate limit', { messages: [user('[sim:ratelimit:7]')] }, own],
  ['a reset connection', { messages: [user('[sim:reset]')] }, own],
  ['a reset connection, streamed', { stream: true, messages: [user('[sim:reset]')] }, own],
  ['half an answer', { messages: [user('[sim:cut]')] }, own],
  ['nobody there', {}, { deployment: { api_base: nowhere } }],
  ['nobody there, streamed', { stream: true }, { deployment: { api_base: nowhere } }],
  ['our own timeout', { messages: [user('[sim:delay:5000]')] }, { deployment: { timeout: 0.5 } }],
  [
    'our own timeout, streamed',
    { stream: true, messages: [user('[sim:delay:5000]')] },
    { deployment: { timeout: 0.5 } },
  ],
]

const anthropics: readonly Row[] = statuses.flatMap((status): Row[] => [
  [`Anthropic’s ${status}`, {}, { ...own, provider: anthropicError(status) }],
  [`Anthropic’s ${status}, streamed`, { stream: true }, { ...own, provider: anthropicError(status) }],
])

export const vertexErrorCases: readonly ParityCase[] = [
  ...chats('vertex errors/gemini', 'vertex-gemini', common),
  ...chats('vertex errors/beta', 'vertex-beta', common),
  ...chats('vertex errors/claude', 'vertex-claude', [...common, ...anthropics]),
]
