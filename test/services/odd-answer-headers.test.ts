import { once } from 'node:events'
import net, { type AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { startBinaryWorker } from '../support/binary-worker.ts'
import { ask, modelsAt, postRaw, startSdkWorker } from '../support/sdk-worker.ts'

const body = JSON.stringify({
  id: 'c',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Hi' } }],
})

/** An upstream that writes its answer's head as raw bytes, as no HTTP library would. */
async function startRaw(t: Test, head: string): Promise<string> {
  const server = net.createServer(socket => {
    socket.on('error', () => {})
    socket.once('data', () => {
      socket.end(Buffer.from(`HTTP/1.1 200 OK\r\n${head}content-length: ${body.length}\r\n\r\n${body}`))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const heads: { name: string; head: string }[] = [
  { name: 'characters above U+00FF as UTF-8', head: 'content-type: application/json\r\nx-region: 東京 😀\r\n' },
  { name: 'Latin letters as UTF-8', head: 'content-type: application/json\r\nx-region: Zürich\r\n' },
  { name: 'the same header many times', head: `content-type: application/json\r\n${'x-a: 1\r\n'.repeat(200)}` },
  { name: 'no content type', head: '' },
  { name: 'an empty header', head: 'content-type: application/json\r\nx-empty:\r\n' },
]

for (const { name, head } of heads) {
  t.test(`an answer with ${name} is answered, and not left hanging`, async t => {
    const origin = await startRaw(t, head)
    const sdk = await startSdkWorker(t, { config: modelsAt(origin) })
    const binary = await startBinaryWorker(t, origin)
    for (const worker of [sdk, binary]) {
      for (const stream of [false, true]) {
        const answer = await postRaw(`${worker.base}/v1/chat/completions`, ask('gpt', 'Hi', { stream }))
        t.equal(answer.status, 200, answer.text)
        t.match(answer.text, /"content":"Hi"/)
        t.ok(answer.clean)
      }
    }
  })
}
