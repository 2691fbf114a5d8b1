/** The bodies LiteLLM itself answers with, word for word (proxy/proxy_server.py, proxy/auth). */
import type { ServerResponse } from 'node:http'
import type { Dialect } from '../shared/errors.ts'
import { type FaultClass, faultOfStatus, internal } from '../shared/internal-headers.ts'
import { clientMessage } from './client-message.ts'
import { ProviderFault, RequestFault } from './providers/translator.ts'
import type { Failure } from './router/failure.ts'
import { sendWhole } from './send-whole.ts'

/** An answer that is an error: status, body, and who is to blame for it. */
export interface ErrorAnswer {
  readonly status: number
  readonly body: object
  readonly fault: FaultClass
  readonly headers?: Readonly<Record<string, string | string[]>>
  /** LiteLLM's exception class, where its router decides by it. */
  readonly litellmClass?: string
  /** Neither another call nor a fallback can change it. */
  readonly final?: boolean
  /** It comes from a stream that had begun: the call is not made again, though another group may answer. */
  readonly late?: boolean
  /** LiteLLM adds nothing to its headers. */
  readonly headersAreComplete?: boolean
  /** The router adds no words of its own. */
  readonly bare?: boolean
}

/** `{"error": …}` as every OpenAI-shaped route of LiteLLM writes it; the code is text there. */
export function openaiError(
  status: number,
  message: string,
  type: string | null,
  param: string | null = null,
): ErrorAnswer {
  const error = { message: clientMessage(message), type, param, code: String(status) }
  return { status, body: { error }, fault: faultOfStatus(status) }
}

/** Anthropic's error body; `more` are further keys LiteLLM puts into its `error`. */
export function anthropicError(status: number, message: string, type: string, more: object = {}): ErrorAnswer {
  return { status, body: { type: 'error', error: { type, message, ...more } }, fault: faultOfStatus(status) }
}

export const noKey = openaiError(401, 'Authentication Error, No api key passed in.', 'auth_error', 'None')
export const malformedKey = openaiError(
  401,
  'Authentication Error, Malformed API Key passed in. Ensure Key has `Bearer ` prefix.',
  'auth_error',
  'None',
)
/** LiteLLM without a database looks a foreign key up all the same, and says this. */
export const wrongKey = openaiError(400, 'No connected db.', 'no_db_connection')

export function invalidJson(detail: string): ErrorAnswer {
  return openaiError(400, `Invalid JSON payload: ${detail}`, 'invalid_request_error', 'request_body')
}

export function missingParameter(route: string, name: string): ErrorAnswer {
  return openaiError(400, `${route}: Missing required parameter: '${name}'.`, 'invalid_request_error', name)
}

/** What LiteLLM's router says of a group that has no deployments. */
export function noDeployments(group: string): string {
  return `litellm.BadRequestError: You passed in model=${group}. There are no healthy deployments for this model`
}

/** A refusal of the router's own. */
export function refusedByRouter(
  dialect: Dialect,
  { status, litellmClass, message }: Failure,
  param: string | null = null,
): ErrorAnswer {
  const code = status ?? 429
  if (dialect === 'anthropic') {
    const type = code === 429 ? 'rate_limit_error' : 'invalid_request_error'
    return { ...anthropicError(code, message, type), litellmClass }
  }
  const type = code === 429 ? litellmClass : 'invalid_request_error'
  return { ...openaiError(code, message, type, param), litellmClass }
}

export function unknownModelMessage(route: string, model: unknown): string {
  const shown = typeof model === 'string' ? model : 'None'
  return `${route}: Invalid model name passed in model=${shown}. Call \`/v1/models\` to view available models for your key.`
}

/** Parameters that ask LiteLLM for a made-up failure; it refuses them unless its configuration says otherwise. */
const mockParameters = [
  'mock_testing_fallbacks',
  'mock_testing_context_fallbacks',
  'mock_testing_content_policy_fallbacks',
  'mock_testing_rate_limit_error',
  'mock_timeout',
  'mock_delay',
]

/** What LiteLLM says of a body that asks for a made-up failure; null where none does. */
export function mockRefusal(body: object): string | null {
  const present = mockParameters.filter(name => name in body)
  if (present.length === 0) return null
  return (
    `Mock testing request params are disabled on this proxy: ${present.join(', ')}. An admin can enable them by setting ` +
    '`general_settings.dangerously_allow_mock_testing_request_params: true` in config.yaml. This setting cannot be ' +
    'changed from the Admin UI or the API.'
  )
}

/** A refusal as LiteLLM's proxy words it before it looks at a deployment. */
export function badRequest(message: string): ErrorAnswer {
  return withFields(openaiError(400, message, 'invalid_request_error'), { error: message })
}

/** A translator's fault as an answer, without what the router says of it; anything else is ours and is thrown on. */
export function answerFor(fault: unknown): ErrorAnswer {
  if (fault instanceof ProviderFault) {
    const { status, message, type, param, litellmClass, fields, outside } = fault
    if (outside) return { ...openaiError(status, message, type), litellmClass, bare: true }
    const answer = { ...openaiError(status, message, type, param), litellmClass }
    return fields ? withFields(answer, fields) : answer
  }
  if (fault instanceof RequestFault) {
    const { status, message, type, litellmClass } = fault
    const answer = { ...openaiError(status, `litellm.${litellmClass}: ${message}`, type), litellmClass }
    // What broke LiteLLM itself never got as far as its router.
    return litellmClass === 'APIConnectionError' ? { ...answer, final: true } : answer
  }
  throw fault
}

function withFields({ body, ...rest }: ErrorAnswer, fields: object): ErrorAnswer {
  return { ...rest, body: { error: { ...(body as { error: object }).error, provider_specific_fields: fields } } }
}

/** Sends an error as a whole answer. */
export function sendAnswer(res: ServerResponse, answer: ErrorAnswer): void {
  sendWhole(res, answer.status, { ...answer.headers, [internal.fault]: answer.fault }, answer.body)
}
