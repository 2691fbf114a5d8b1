import http, { type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import {
  cutAfterWriting,
  type Dialect,
  dialectOf,
  type ErrorCode,
  errorBody,
  errorFrame,
  errors,
  sendError,
} from '../../../services/shared/errors.ts'
import { headerOf, rawExchange, statusOf } from '../../support/raw-client.ts'

const paths: [string, Dialect][] = [
  ['/v1/messages', 'anthropic'],
  ['/messages', 'anthropic'],
  ['/anthropic/v1/messages', 'anthropic'],
  ['/v1/messages/count_tokens', 'anthropic'],
  ['/v1/messages?beta=true', 'anthropic'],
  ['/v1/messagesx', 'openai'],
  ['/v1/threads/t/messages', 'openai'],
  ['/v1/responses', 'responses'],
  ['/responses?x=1', 'responses'],
  ['/openai/v1/responses/resp_1', 'responses'],
  ['/v1/responsesx', 'openai'],
  ['/v1/chat/completions', 'openai'],
  ['/', 'openai'],
  ['', 'openai'],
]

for (const [path, want] of paths) t.test(`${path} speaks ${want}`, async t => t.equal(dialectOf(path), want))

/** What comes back from a server that does this. */
async function answerOf(t: Test, respond: (res: ServerResponse) => void): Promise<string> {
  const server = http.createServer((_req, res) => respond(res))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const { port } = server.address() as AddressInfo
  return rawExchange(port, 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
}

for (const code of Object.keys(errors) as ErrorCode[]) {
  t.test(`${code} in every dialect`, async t => {
    const spec: { status: number; type: string; anthropicType: string; retryAfter?: number } = errors[code]
    for (const dialect of ['openai', 'anthropic', 'responses'] as const) {
      const answer = await answerOf(t, res => sendError(res, dialect, code, 'because', 'r-1'))
      t.equal(statusOf(answer), spec.status)
      t.equal(headerOf(answer, 'content-type'), 'application/json')
      t.equal(headerOf(answer, 'retry-after'), spec.retryAfter === undefined ? undefined : String(spec.retryAfter))
      t.strictSame(
        JSON.parse(answer.split('\r\n\r\n')[1] ?? ''),
        dialect !== 'anthropic'
          ? { error: { message: 'because', type: spec.type, param: null, code }, request_id: 'r-1' }
          : { type: 'error', error: { type: spec.anthropicType, message: 'because' }, request_id: 'r-1' },
      )
    }
  })
}

t.test('without a request id there is no field for it', async t => {
  t.notOk('request_id' in errorBody('openai', 'internal', 'x'))
  t.notOk('request_id' in errorBody('anthropic', 'internal', 'x'))
})

t.test('a frame is an event of its dialect', async t => {
  t.match(errorFrame('openai', 'unavailable', 'a\nb'), /^data: \{"error":\{"message":"a\\nb".*\}\n\n$/)
  t.match(errorFrame('anthropic', 'unavailable', 'a\nb'), /^event: error\ndata: \{"type":"error".*\}\n\n$/)
  const [failed, told] = errorFrame('responses', 'unavailable', 'a\nb', 'r-1')
    .trim()
    .split('\n\n')
    .map(frame => JSON.parse(frame.split('data: ')[1] ?? '') as object)
  const error = { code: 'server_error', message: 'a\nb' }
  t.match(failed, { type: 'response.failed', response: { id: 'resp_r-1', status: 'failed', error }, request_id: 'r-1' })
  t.match(told, { type: 'error', ...error, error: { type: 'api_error', ...error } }, 'flat, and as an object')
})

t.test('an error after the head only ends the connection', async t => {
  const answer = await answerOf(t, res => {
    res.writeHead(200)
    res.write('begun')
    res.once('drain', () => {})
    setImmediate(() => sendError(res, 'openai', 'internal', 'late'))
  })
  t.notMatch(answer, /late/)
  t.notMatch(answer, /\r\n0\r\n/)
})

for (const [name, size] of [
  ['a frame', 100],
  ['more than the kernel takes at once', 8_000_000],
] as const) {
  t.test(`a cut comes after what was written: ${name}`, async t => {
    const answer = await answerOf(t, res => {
      res.writeHead(200, { 'content-type': 'text/event-stream' })
      res.write('x'.repeat(size))
      res.write('last words')
      cutAfterWriting(res)
    })
    t.ok(answer.length > size)
    t.match(answer.slice(-20), /last words\r\n$/, 'all of it, and no end')
  })
}

t.test('a cut of an answer whose client has left', async t => {
  const server = http.createServer()
  const over = new Promise<void>(resolve => {
    server.on('request', (_req, res) => {
      res.writeHead(200)
      res.flushHeaders()
      res.once('close', () => {
        cutAfterWriting(res)
        resolve()
      })
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const request = http.get({ port: (server.address() as AddressInfo).port }, answer => answer.destroy())
  request.on('error', () => {})
  await t.resolves(over)
})
