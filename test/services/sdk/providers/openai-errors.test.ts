import t from 'tap'
import { openaiTranslator } from '../../../../services/sdk/providers/openai/translator.ts'
import type { JsonObject } from '../../../../services/sdk/providers/translator.ts'
import { target } from './fixtures.ts'

const gpt = target('openai', 'gpt-4o')
const timeout = '\n\nDeployment Info: request_timeout: None\ntimeout: None'
const errors: { status: number; error: JsonObject; want: [number, string, string]; provider?: string }[] = [
  { status: 400, error: { message: 'm', type: 'own' }, want: [400, 'own', 'BadRequestError: OpenAIException - m'] },
  {
    status: 422,
    error: { message: 'm' },
    want: [422, 'invalid_request_error', 'BadRequestError: OpenAIException - m'],
  },
  {
    status: 401,
    error: { message: 'm' },
    want: [401, 'authentication_error', 'AuthenticationError: AuthenticationError: OpenAIException - m'],
  },
  { status: 403, error: { message: 'm' }, want: [403, 'permission_error', 'APIError: APIError: OpenAIException - m'] },
  {
    status: 404,
    error: { message: 'm' },
    want: [404, 'invalid_request_error', 'NotFoundError: NotFoundError: OpenAIException - m'],
  },
  {
    status: 408,
    error: { message: 'm' },
    want: [408, 'invalid_request_error', `Timeout: Timeout Error: OpenAIException - m${timeout}`],
  },
  {
    status: 429,
    error: { message: 'm' },
    want: [429, 'throttling_error', 'RateLimitError: RateLimitError: OpenAIException - m'],
  },
  {
    status: 500,
    error: { message: 'm' },
    want: [500, 'internal_server_error', 'InternalServerError: InternalServerError: OpenAIException - m'],
  },
  {
    status: 529,
    error: { message: 'm' },
    want: [529, 'internal_server_error', 'APIError: APIError: OpenAIException - m'],
  },
  {
    status: 413,
    error: { message: 'Request too large' },
    want: [429, 'throttling_error', 'RateLimitError: RateLimitError: OpenAIException - Request too large'],
  },
  {
    status: 404,
    error: { message: 'm', type: 'invalid_request_error', code: 'model_not_found' },
    want: [404, 'invalid_request_error', 'NotFoundError: OpenAIException - m'],
  },
  {
    status: 500,
    provider: 'groq',
    error: { message: 'm' },
    want: [
      500,
      'internal_server_error',
      'InternalServerError: InternalServerError: GroqException - {"error":{"message":"m"}}',
    ],
  },
  {
    status: 500,
    provider: 'openrouter',
    error: { message: 'm' },
    want: [500, 'internal_server_error', 'APIError: APIError: OpenrouterException - {"error":{"message":"m"}}'],
  },
]

t.test('errors', async t => {
  for (const { status, error, want, provider = 'openai' } of errors) {
    const fault = openaiTranslator.error(status, JSON.stringify({ error }), target(provider, 'm'))
    t.strictSame(
      [fault.status, fault.type, fault.message],
      [want[0], want[1], `litellm.${want[2]}`],
      `${provider} ${status}`,
    )
  }
  const blamed = openaiTranslator.error(400, JSON.stringify({ error: { message: 'm', param: 'x' } }), gpt)
  t.equal(blamed.param, 'x')
  t.equal(
    openaiTranslator.error(503, '<html>', gpt).message,
    'litellm.ServiceUnavailableError: ServiceUnavailableError: OpenAIException - <html>',
  )
  t.equal(
    openaiTranslator.error(500, '', gpt).message,
    'litellm.InternalServerError: InternalServerError: OpenAIException - Error code: 500',
  )
})
