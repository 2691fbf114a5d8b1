// Gemini through the whole worker, the simulator in Google's place.
import t from 'tap'
import { createCatalogue } from '../../../services/sdk/deployments.ts'
import { litellmSchema } from '../../../config/litellm-schema.ts'
import { ask, dataOf, postRaw, providerKey, startWithSimulator } from '../../support/sdk-worker.ts'

const chat = '/v1/chat/completions'

t.test('an answer', async t => {
  const worker = await startWithSimulator(t)
  const answer = await worker.post(chat, ask('gemini', 'Hello there'))
  t.equal(answer.status, 200)
  const body = (await answer.json()) as { model: string; choices: [{ message: { content: string } }] }
  t.equal(body.model, 'gemini')
  t.match(body.choices[0].message.content, /Hello there/)
  const received = worker.received()
  t.equal(received.url, '/v1beta/models/gemini-2.5-flash:generateContent')
  t.equal(received.headers['x-goog-api-key'], providerKey)
  t.notOk(received.headers['authorization'])
})

t.test('a stream', async t => {
  const worker = await startWithSimulator(t)
  const answer = await postRaw(worker.base + chat, ask('gemini', 'Hello there [sim:thinking]', { stream: true }))
  t.equal(answer.status, 200)
  t.ok(answer.clean)
  const data = dataOf(answer.text)
  t.equal(data.at(-1), '[DONE]')
  t.match(data.at(-2), { choices: [{ finish_reason: 'stop', delta: {} }] })
  t.match(JSON.stringify(data), /reasoning_content/)
  t.match(worker.received().url, /:streamGenerateContent\?alt=sse$/)
})

t.test('a stream that breaks off ends with an error and a cut', async t => {
  const worker = await startWithSimulator(t)
  for (const scenario of ['cut:2', 'eof:2', 'midstream-error:2']) {
    const answer = await postRaw(worker.base + chat, ask('gemini', `Hi [sim:${scenario}]`, { stream: true }))
    t.notOk(answer.clean, scenario)
    t.match(dataOf(answer.text).at(-1), { error: { message: /vertex_ai_betaException/i } }, scenario)
  }
})

t.test('a type that only Google Cloud Storage knows is the other backend’s to ask for', async t => {
  const worker = await startWithSimulator(t)
  const image = { type: 'image_url', image_url: { url: 'gs://bucket/a' } }
  const answer = await worker.post(chat, { model: 'gemini', messages: [{ role: 'user', content: [image] }] })
  t.equal(answer.headers.get('x-crossfade-decline'), 'capability')
  t.strictSame(worker.simulator.recorder.list(), [], 'nothing was sent')
})

t.test('the key and the address of the environment', async t => {
  const config = litellmSchema.parse({
    model_list: [{ model_name: 'g', litellm_params: { model: 'gemini/gemini-3-pro' } }],
  })
  const env = { GOOGLE_API_KEY: 'google', GEMINI_API_KEY: 'gemini', GEMINI_API_BASE: 'http://gemini.test/v1beta/' }
  const [found] = createCatalogue(config, env).find('g')
  t.match(found?.target, { apiKey: 'google', apiBase: 'http://gemini.test/v1beta' })
})
