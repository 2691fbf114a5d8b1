/** Files that are fetched for a request, through the whole worker. */
import http from 'node:http'
import t from 'tap'
import { litellmSchema } from '../../../config/litellm-schema.ts'
import { buildSimulator } from '../../../services/simulator/app.ts'
import { startProvider, startSdkWorker, until } from '../../support/sdk-worker.ts'

const chat = (url: string, more: object = {}): object => ({
  model: 'claude',
  messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url } }] }],
  ...more,
})

const config = (origin: string, allowed: readonly string[]) =>
  litellmSchema.parse({
    model_list: [
      {
        model_name: 'claude',
        litellm_params: { model: 'anthropic/claude-sonnet-4-5', api_base: origin, api_key: 'a' },
      },
    ],
    litellm_settings: { user_url_allowed_hosts: allowed },
    router_settings: { num_retries: 0 },
  })

t.test('a picture is fetched before the provider is asked, and its words are those of a plain call', async t => {
  const simulator = buildSimulator({ pauseMs: 0 })
  const origin = await simulator.listen({ port: 0, host: '127.0.0.1' })
  t.teardown(() => simulator.close())
  const worker = await startSdkWorker(t, { config: config(origin, [new URL(origin).host]) })
  for (const stream of [false, true]) {
    const answer = await worker.post('/v1/chat/completions', chat(`${origin}/web/files/${stream}.png`, { stream }))
    t.equal(answer.status, 200)
    t.match(await answer.text(), /Simulated|data: /)
    const [fetched, asked] = simulator.recorder.list().slice(-2)
    t.match([fetched?.wire, asked?.wire], ['web', 'anthropic'])
    t.match(JSON.stringify(asked?.body), /"type":"base64","media_type":"image\/png","data":"iVBORw0KGgo="/)
  }
})

t.test('what may not be fetched is refused, and the provider is not asked', async t => {
  const simulator = buildSimulator({ pauseMs: 0 })
  const origin = await simulator.listen({ port: 0, host: '127.0.0.1' })
  t.teardown(() => simulator.close())
  const worker = await startSdkWorker(t, { config: config(origin, []) })
  const answer = await worker.post('/v1/chat/completions', chat(`${origin}/web/files/a.png`))
  t.equal(answer.status, 400)
  t.match(await answer.json(), {
    error: { message: /^litellm\.BadRequestError: Error: Unable to fetch image from URL/ },
  })
  t.equal(simulator.recorder.list().length, 0)
})

t.test('a client that leaves ends what is being fetched for it', async t => {
  let ended = false
  let asked = false
  const silent = await startProvider(t, (request, response) => {
    asked = true
    response.once('close', () => (ended = true))
    request.resume()
  })
  const worker = await startSdkWorker(t, { config: config(silent, [new URL(silent).host]) })
  const request = http.request(`${worker.base}/v1/chat/completions`, { method: 'POST' })
  request.on('error', () => {})
  request.end(JSON.stringify(chat(`${silent}/a.png`)))
  await until(() => asked)
  request.destroy()
  await until(() => ended)
  await until(() => worker.log.some(line => line.includes('client_gone')))
  t.ok(ended)
})
