import { once } from 'node:events'
import http from 'node:http'
import t from 'tap'
import { ask, clientKey, modelsAt, startProvider, startSdkWorker, until } from '../../support/sdk-worker.ts'

const chunk = `data: ${JSON.stringify({
  id: 'c',
  object: 'chat.completion.chunk',
  choices: [{ index: 0, delta: { content: 'x'.repeat(64 * 1024) }, finish_reason: null }],
})}\n\n`
const ending = 'data: {"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'

t.test('a client that does not read holds the provider back, and still gets everything', async t => {
  const warnings: Error[] = []
  const onWarning = (warning: Error): void => void warnings.push(warning)
  process.on('warning', onWarning)
  t.teardown(() => process.off('warning', onWarning))

  const total = 1_000
  let written = 0
  let waiting = false
  const provider = await startProvider(t, (_req, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' })
    const more = (): void => {
      waiting = false
      while (written < total) {
        written += 1
        if (res.write(chunk)) continue
        waiting = true
        res.once('drain', more)
        return
      }
      res.end(ending)
    }
    more()
  })
  const worker = await startSdkWorker(t, { config: modelsAt(provider) })
  const request = http.request(`${worker.base}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${clientKey}` },
  })
  request.end(JSON.stringify(ask('gpt', 'Hi', { stream: true })))
  const [answer] = (await once(request, 'response')) as [http.IncomingMessage]

  await settled(() => written)
  t.ok(waiting, 'the provider waits')
  t.ok(written < total / 2, `after ${written} of ${total} pieces`)

  let bytes = 0
  let tail = ''
  answer.on('data', (data: Buffer) => {
    bytes += data.length
    tail = (tail + data.toString('latin1')).slice(-40)
  })
  await until(() => answer.complete)
  t.ok(bytes > total * 64 * 1024, 'all of it arrives')
  t.ok(tail.endsWith('data: [DONE]\n\n'))
  t.strictSame(warnings, [], 'and nothing has piled up listeners')
})

t.test('many events in one packet for a client that does not read are no leak of listeners', async t => {
  const warnings: Error[] = []
  const onWarning = (warning: Error): void => void warnings.push(warning)
  process.on('warning', onWarning)
  t.teardown(() => process.off('warning', onWarning))
  const count = 40_000
  const small = chunk.replace('x'.repeat(64 * 1024), 'x'.repeat(300))
  const provider = await startProvider(t, (_req, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' })
    res.end(small.repeat(count) + ending)
  })
  const worker = await startSdkWorker(t, { config: modelsAt(provider) })
  const request = http.request(`${worker.base}/v1/chat/completions`, { method: 'POST' })
  request.end(JSON.stringify(ask('gpt', 'Hi', { stream: true })))
  const [answer] = (await once(request, 'response')) as [http.IncomingMessage]
  await settled(() => answer.socket.bytesRead)
  let text = ''
  for await (const data of answer.setEncoding('utf8')) text += data as string
  t.equal(text.split('\n\n').length, count + 3)
  t.strictSame(warnings, [])
})

/** Resolves once a number has stopped growing. */
async function settled(read: () => number): Promise<void> {
  let last = -1
  while (read() !== last) {
    last = read()
    await new Promise(resolve => setTimeout(resolve, 150))
  }
}
