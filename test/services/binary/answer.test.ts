import { once } from 'node:events'
import http from 'node:http'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { medianOf } from '../../support/median.ts'
import { startBinaryWorker, startFakeLitellm } from '../../support/binary-worker.ts'
import { postRaw, until } from '../../support/sdk-worker.ts'

const chat = '/v1/chat/completions'

t.test('an answer is passed on byte for byte, with its headers but those of the connection', async t => {
  const body = gzipSync('{"a": 1}')
  const litellm = await startFakeLitellm(t, (_req, res) => {
    res.writeHead(201, {
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      'x-litellm-call-id': 'c',
      'set-cookie': ['a=1', 'b=2'],
      connection: 'x-hop',
      'x-hop': '1',
      'keep-alive': 'timeout=5',
    })
    res.end(body)
  })
  const worker = await startBinaryWorker(t, litellm.origin)
  const request = http.get(worker.base + chat)
  const [answer] = (await once(request, 'response')) as [http.IncomingMessage]
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(chunk as Buffer)
  t.equal(answer.statusCode, 201)
  t.ok(Buffer.concat(chunks).equals(body))
  t.match(answer.headers, { 'content-encoding': 'gzip', 'x-litellm-call-id': 'c', 'set-cookie': ['a=1', 'b=2'] })
  t.equal(answer.headers['x-hop'], undefined)
  t.equal(answer.headers['x-crossfade-fault'], undefined, 'nobody is to blame')
})

t.test('a stream is passed on piece by piece, its head before its first byte', async t => {
  const open = Promise.withResolvers<http.ServerResponse>()
  const litellm = await startFakeLitellm(t, (_req, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' })
    res.flushHeaders()
    open.resolve(res)
  })
  const worker = await startBinaryWorker(t, litellm.origin)
  const request = http.request(worker.base + chat, { method: 'POST' })
  request.end('{}')
  const [answer] = (await once(request, 'response')) as [http.IncomingMessage]
  const upstream = await open.promise
  for (const piece of ['data: 1\n\n', 'data: 2\n\n', 'data: [DONE]\n\n']) {
    upstream.write(piece)
    const [chunk] = (await once(answer, 'data')) as [Buffer]
    t.equal(chunk.toString(), piece, 'each arrives before the next is sent')
  }
  upstream.end()
  await once(answer, 'end')
  t.ok(answer.complete)
})

for (const phase of ['before the first byte', 'in mid-stream'] as const) {
  t.test(`a client that leaves ${phase} ends LiteLLM’s call at once`, async t => {
    let closed = Promise.withResolvers<number>()
    let asked = Promise.withResolvers<void>()
    const litellm = await startFakeLitellm(t, (_req, res) => {
      res.once('close', () => closed.resolve(performance.now()))
      if (phase === 'in mid-stream') res.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n')
      asked.resolve()
    })
    const worker = await startBinaryWorker(t, litellm.origin)
    const { median, all } = await medianOf(async () => {
      closed = Promise.withResolvers()
      asked = Promise.withResolvers()
      const request = http.request(worker.base + chat, { method: 'POST' })
      request.on('error', () => {})
      request.end('{}')
      await asked.promise
      if (phase === 'in mid-stream') {
        const [answer] = (await once(request, 'response')) as [http.IncomingMessage]
        answer.on('error', () => {})
        await once(answer, 'data')
      }
      const left = performance.now()
      request.destroy()
      return (await closed.promise) - left
    })
    t.ok(median < 100, `${all.join(', ')} ms`)
    await until(() => worker.log.filter(line => line.includes('"client_gone"')).length === all.length)
  })
}

t.test('a slow reader holds LiteLLM back', async t => {
  const piece = 'x'.repeat(64 * 1024)
  let written = 0
  const litellm = await startFakeLitellm(t, (_req, res) => {
    const more = (): void => {
      while (written < 1_000) {
        written += 1
        if (!res.write(piece)) return void res.once('drain', more)
      }
      res.end()
    }
    more()
  })
  const worker = await startBinaryWorker(t, litellm.origin)
  const request = http.get(worker.base + chat)
  const [answer] = (await once(request, 'response')) as [http.IncomingMessage]
  let before = -1
  while (written !== before) {
    before = written
    await new Promise(resolve => setTimeout(resolve, 150))
  }
  t.ok(written < 500, `LiteLLM waits after ${written} of 1000 pieces`)
  let bytes = 0
  for await (const chunk of answer) bytes += (chunk as Buffer).length
  t.equal(bytes, 1_000 * piece.length, 'all of it arrives')
})

t.test('LiteLLM that is not there: 503, and the other backend may answer', async t => {
  const worker = await startBinaryWorker(t, 'http://127.0.0.1:1')
  for (const [path, shape] of [
    [chat, { error: { type: 'api_error', code: 'unavailable', message: String } }],
    ['/v1/messages', { type: 'error', error: { type: 'api_error', message: String } }],
  ] as const) {
    const answer = await postRaw(worker.base + path, {})
    t.equal(answer.status, 503)
    t.match(answer.headers, {
      'x-crossfade-decline': 'unavailable',
      'x-crossfade-fault': 'arm',
      'retry-after': '1',
      'content-type': 'application/json',
    })
    t.match(JSON.parse(answer.text), shape)
  }
})

t.test('LiteLLM that resets the connection: 503, but it may have begun, so nobody else may answer', async t => {
  const litellm = await startFakeLitellm(t, (_req, res) => void res.socket?.resetAndDestroy())
  const worker = await startBinaryWorker(t, litellm.origin)
  const answer = await postRaw(worker.base + chat, {})
  t.equal(answer.status, 503)
  t.equal(answer.headers['x-crossfade-decline'], undefined)
  t.equal(answer.headers['x-crossfade-fault'], 'arm')
})

t.test('LiteLLM that does not answer in time: 504', async t => {
  const litellm = await startFakeLitellm(t, () => {})
  const worker = await startBinaryWorker(t, litellm.origin, { firstByteMs: 300 })
  const answer = await postRaw(worker.base + chat, {})
  t.equal(answer.status, 504)
  t.equal(answer.headers['x-crossfade-decline'], undefined)
  t.match(JSON.parse(answer.text), { error: { code: 'timeout' } })
})

t.test('LiteLLM that dies in mid-stream: the client’s connection breaks, what came is kept', async t => {
  const deaths: ((res: http.ServerResponse) => void)[] = [
    res => void res.socket?.resetAndDestroy(),
    res => void res.socket?.destroy(),
  ]
  for (const die of deaths) {
    const litellm = await startFakeLitellm(t, (_req, res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' })
      res.write('data: 1\n\n', () => setImmediate(die, res))
    })
    const worker = await startBinaryWorker(t, litellm.origin)
    const answer = await postRaw(worker.base + chat, {})
    t.equal(answer.clean, false)
    t.match(worker.log.join(''), /"outcome":"broken"/)
  }
})

t.test('one line and one count for each request', async t => {
  const litellm = await startFakeLitellm(t, (_req, res) => {
    res.writeHead(200, { 'x-litellm-model-group': 'plain', 'content-type': 'application/json' }).end('{"secret":1}')
  })
  const worker = await startBinaryWorker(t, litellm.origin)
  await postRaw(
    worker.base + chat,
    { model: 'plain', text: 'prompt-secret' },
    {
      'x-crossfade-request-id': 'req-1',
      'user-agent': 'claude-cli/2.1 x',
      cookie: 'a=cookie-secret',
    },
  )
  const lines = worker.log.filter(line => line.includes('"event":"request"')).map(line => JSON.parse(line) as object)
  t.match(lines, [
    {
      event: 'request',
      request_id: 'req-1',
      client: 'claude-cli/2.1',
      user_id: 'claude-code',
      model: 'plain',
      backend: 'binary',
      status: 200,
      outcome: 'ok',
      route: 'chat_completions',
      tokens: null,
    },
  ])
  t.equal(lines.length, 1)
  t.notMatch(worker.log.join(''), /secret|sk-client/)
  const metrics = await worker.registry.metrics()
  t.match(
    metrics,
    /crossfade_upstream_requests_total\{backend="binary",upstream="litellm",code="200",outcome="ok"[^}]*\} 1/,
  )
})
