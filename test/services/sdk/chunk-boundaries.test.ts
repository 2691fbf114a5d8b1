import t, { type Test } from 'tap'
import { buildSimulator } from '../../../services/simulator/app.ts'
import { ask, modelsAt, postRaw, type SdkWorker, startSdkWorker } from '../../support/sdk-worker.ts'
import { startSlicer, withoutIdentity } from '../../support/slicer.ts'

const routes = [
  { path: '/v1/chat/completions', model: 'gpt', upstream: '/v1/chat/completions' },
  { path: '/v1/chat/completions', model: 'claude', upstream: '/v1/messages' },
  { path: '/v1/messages', model: 'claude', upstream: '/v1/messages' },
  { path: '/v1/chat/completions', model: 'gemini', upstream: '/v1beta/models/g:streamGenerateContent?alt=sse' },
] as const

const tools = [{ type: 'function', function: { name: 'get_weather', parameters: { type: 'object' } } }]

/** A stream of the simulator as bytes, with characters of two, three and four bytes in it. */
async function record(t: Test, upstream: string): Promise<Buffer> {
  const simulator = buildSimulator({ pauseMs: 0, now: () => 1_800_000_000_000 })
  const origin = await simulator.listen({ port: 0, host: '127.0.0.1' })
  t.teardown(() => simulator.close())
  const answer = await fetch(origin + upstream, {
    method: 'POST',
    headers: { authorization: 'Bearer k', 'x-api-key': 'k', 'anthropic-version': '2023-06-01' },
    body: JSON.stringify({
      contents: [{ role: 'user', parts: [{ text: '[sim:thinking] é € 😀' }] }],
      ...ask('m', '[sim:thinking] é € 😀', { stream: true }),
      ...(upstream.includes('chat') ? { tools } : {}),
    }),
  })
  return Buffer.from(await answer.arrayBuffer())
}

async function framesOf(worker: SdkWorker, path: string, model: string): Promise<string> {
  const answer = await postRaw(worker.base + path, ask(model, 'Hi', { stream: true }))
  if (!answer.clean) throw new Error(`broken: ${answer.text.slice(-300)}`)
  return withoutIdentity(answer.text)
}

for (const { path, model, upstream } of routes) {
  t.test(`${path} of ${model}: wherever the provider’s bytes are cut, the frames are the same`, async t => {
    const bytes = await record(t, upstream)
    const slicer = await startSlicer(t)
    slicer.play(bytes)
    const worker = await startSdkWorker(t, { config: modelsAt(slicer.origin) })
    const whole = await framesOf(worker, path, model)
    t.match(whole, /😀/, 'the recording has what it needs to have')

    // Every byte of the multi-byte characters, every kind of line end, and a few hundred places more.
    const characters = [...Array(bytes.length).keys()].filter(at => (bytes[at] ?? 0) >= 0x80).slice(0, 40)
    const ends = [...Array(bytes.length).keys()].filter(at => bytes[at] === 0x0a).slice(0, 40)
    const others = Array.from({ length: 120 }, (_, index) => 1 + Math.floor((index * (bytes.length - 2)) / 120))
    const different: number[] = []
    for (const at of new Set([...characters, ...ends, ...ends.map(end => end + 1), ...others, bytes.length - 1])) {
      slicer.play(bytes, [at])
      if ((await framesOf(worker, path, model)) !== whole) different.push(at)
    }
    t.strictSame(different, [])

    const single = Array.from({ length: Math.min(bytes.length - 1, 3_000) }, (_, index) => index + 1)
    slicer.play(bytes, single)
    t.equal(await framesOf(worker, path, model), whole, 'byte by byte')
  })
}

t.test('line ends may be CR LF, and comments and unknown fields are skipped', async t => {
  const bytes = await record(t, '/v1/chat/completions')
  const text = bytes.toString('utf8').replaceAll('\n\n', '\r\n: keep-alive\r\nretry: 5\r\n\r\n')
  const slicer = await startSlicer(t)
  const worker = await startSdkWorker(t, { config: modelsAt(slicer.origin) })
  const answers: string[] = []
  for (const sent of [bytes, Buffer.from(`\uFEFF: hello\n\n${text}`)]) {
    slicer.play(sent)
    answers.push(await framesOf(worker, '/v1/chat/completions', 'gpt'))
  }
  t.equal(answers[1], answers[0])
})
