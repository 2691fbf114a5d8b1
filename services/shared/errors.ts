/**
 * Crossfade's own errors, one table: what the client is told when no backend's answer can be passed on. Answers of
 * LiteLLM, of a provider, or of the sdk backend in LiteLLM's words do not come from here.
 */
import type { ServerResponse } from 'node:http'

interface ErrorSpec {
  readonly status: number
  /** OpenAI's `error.type`. */
  readonly type: string
  /** Anthropic's `error.type`. */
  readonly anthropicType: string
  readonly retryAfter?: number
}

export const errors = {
  bad_request: { status: 400, type: 'invalid_request_error', anthropicType: 'invalid_request_error' },
  not_found: { status: 404, type: 'invalid_request_error', anthropicType: 'not_found_error' },
  method_not_allowed: { status: 405, type: 'invalid_request_error', anthropicType: 'invalid_request_error' },
  body_timeout: { status: 408, type: 'invalid_request_error', anthropicType: 'invalid_request_error' },
  too_large: { status: 413, type: 'invalid_request_error', anthropicType: 'request_too_large' },
  upgrade_refused: { status: 426, type: 'invalid_request_error', anthropicType: 'invalid_request_error' },
  not_supported: { status: 501, type: 'invalid_request_error', anthropicType: 'invalid_request_error' },
  unavailable: { status: 503, type: 'api_error', anthropicType: 'api_error', retryAfter: 1 },
  timeout: { status: 504, type: 'api_error', anthropicType: 'api_error' },
  internal: { status: 500, type: 'api_error', anthropicType: 'api_error' },
} as const satisfies Record<string, ErrorSpec>

export type ErrorCode = keyof typeof errors

/** Whose shape an error takes: it follows from the path the client called. */
export type Dialect = 'openai' | 'anthropic' | 'responses'

export function dialectOf(path: string): Dialect {
  if (/^(?:\/anthropic)?(?:\/v1)?\/messages(?:[/?]|$)/.test(path)) return 'anthropic'
  return /^(?:\/openai)?(?:\/v1)?\/responses(?:[/?]|$)/.test(path) ? 'responses' : 'openai'
}

/** The JSON body of an error. `requestId` lets a user name the request to whoever runs the gateway. */
export function errorBody(dialect: Dialect, code: ErrorCode, message: string, requestId?: string): object {
  const spec: ErrorSpec = errors[code]
  const id = requestId === undefined ? {} : { request_id: requestId }
  return dialect === 'anthropic'
    ? { type: 'error', error: { type: spec.anthropicType, message }, ...id }
    : { error: { message, type: spec.type, param: null, code }, ...id }
}

/** Answers with an error, unless an answer has begun; then only the connection can be ended. */
export function sendError(
  res: ServerResponse,
  dialect: Dialect,
  code: ErrorCode,
  message: string,
  requestId?: string,
): void {
  if (res.headersSent) {
    res.destroy()
    return
  }
  const spec: ErrorSpec = errors[code]
  const body = Buffer.from(JSON.stringify(errorBody(dialect, code, message, requestId)))
  res.writeHead(spec.status, {
    'content-type': 'application/json',
    'content-length': body.length,
    ...(spec.retryAfter === undefined ? {} : { 'retry-after': String(spec.retryAfter) }),
  })
  res.end(body)
}

/** The frame that tells a streaming client of an error after the status has been sent. */
export function errorFrame(dialect: Dialect, code: ErrorCode, message: string, requestId?: string): string {
  if (dialect === 'responses') return responsesFrames(code, message, requestId)
  const data = JSON.stringify(errorBody(dialect, code, message, requestId))
  return dialect === 'anthropic' ? `event: error\ndata: ${data}\n\n` : `data: ${data}\n\n`
}

/** The end of a response that failed: some clients know the API's own event, others only the plain error. */
function responsesFrames(code: ErrorCode, message: string, requestId?: string): string {
  const id = requestId === undefined ? {} : { request_id: requestId }
  const error = { code: 'server_error', message }
  const failed = {
    type: 'response.failed',
    response: { id: `resp_${requestId ?? ''}`, object: 'response', status: 'failed', error, output: [] },
    ...id,
  }
  const told = {
    type: 'error',
    ...error,
    param: null,
    error: { type: errors[code].type, ...error, param: null },
    ...id,
  }
  return `event: response.failed\ndata: ${JSON.stringify(failed)}\n\nevent: error\ndata: ${JSON.stringify(told)}\n\n`
}

/** A client library that learns of the cut while it still holds unread text throws that text away. */
const readingTimeMs = 50

/**
 * Ends a connection with an error its reader cannot miss, after what has been written has left and been read: an error
 * event before the cut is worth more to a client than the cut.
 */
export function cutAfterWriting(res: ServerResponse): void {
  setTimeout(() => {
    if (res.socket) res.socket.destroySoon()
    else res.destroy()
  }, readingTimeMs)
}
