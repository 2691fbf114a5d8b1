import Anthropic from '@anthropic-ai/sdk'
import OpenAI from 'openai'
import t from 'tap'
import {
  ask,
  clientKey,
  dataOf,
  modelsAt,
  postRaw,
  startProvider,
  startSdkWorker,
  startWithSimulator,
} from '../../support/sdk-worker.ts'

const chat = '/v1/chat/completions'
const routes = [
  { path: chat, model: 'gpt' },
  { path: chat, model: 'claude' },
  { path: '/v1/messages', model: 'claude' },
] as const

/** The providers' scenarios that end a stream before its last event. */
const breaks = ['cut', 'eof', 'midstream-error', 'cut:0', 'eof:0', 'midstream-error:0']

for (const { path, model } of routes) {
  t.test(`${path} of ${model}: a stream that breaks ends with an error frame and never cleanly`, async t => {
    const worker = await startWithSimulator(t)
    for (const scenario of breaks) {
      const answer = await postRaw(worker.base + path, ask(model, `[sim:${scenario}] Hi`, { stream: true }))
      if (answer.status !== 200) {
        t.equal(answer.status, 500, `${scenario}: nothing had been sent, so the status can still tell`)
        continue
      }
      t.equal(answer.clean, false, `${scenario}: HTTP itself says that the answer is not whole`)
      t.notMatch(answer.text, /\[DONE\]|message_stop|"finish_reason":"stop"/, scenario)
      const last = dataOf(answer.text).at(-1)
      t.match(last, { error: { message: String } }, scenario)
      if (path !== chat) t.match(answer.text, /event: error\ndata: [^\n]+\n\n$/, scenario)
      if (!scenario.endsWith(':0')) t.match(answer.text, /Simulate/, `${scenario}: what came before is kept`)
    }
  })
}

t.test('the client packages throw on a stream that breaks', async t => {
  const worker = await startWithSimulator(t)
  const openai = new OpenAI({ apiKey: clientKey, baseURL: `${worker.base}/v1`, maxRetries: 0 })
  const anthropic = new Anthropic({ apiKey: clientKey, baseURL: worker.base, maxRetries: 0 })
  for (const scenario of breaks) {
    const messages = [{ role: 'user' as const, content: `[sim:${scenario}] Hi` }]
    for (const model of ['gpt', 'claude'])
      await t.rejects(
        openai.chat.completions.stream({ model, messages }).finalChatCompletion(),
        `${model}: ${scenario}`,
      )
    await t.rejects(anthropic.messages.stream({ model: 'claude', max_tokens: 50, messages }).finalMessage(), scenario)
  }
})

t.test('a broken event in mid-stream ends the stream; what comes after it is not passed on', async t => {
  const worker = await startWithSimulator(t)
  for (const model of ['gpt', 'claude']) {
    const answer = await postRaw(worker.base + chat, ask(model, '[sim:badjson:2] Hi', { stream: true }))
    t.equal(answer.clean, false, model)
    t.match(dataOf(answer.text).at(-1), { error: { message: /^litellm\./ } }, model)
    t.notMatch(answer.text, /\[DONE\]/, model)
  }
})

t.test('a stream that goes silent is ended when its time is up', async t => {
  const worker = await startWithSimulator(t, config => ({
    ...config,
    model_list: config.model_list.map(entry => ({
      ...entry,
      litellm_params: { ...entry.litellm_params, stream_timeout: 0.3 },
    })),
  }))
  for (const { path, model } of routes) {
    const answer = await postRaw(worker.base + path, ask(model, '[sim:stall:2] Hi', { stream: true }))
    t.equal(answer.clean, false, model)
    t.match(dataOf(answer.text).at(-1), { error: { message: /^litellm\.Timeout/ } }, model)
  }
})

const chunk = (delta: object, finish_reason: string | null): string =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason }] })}`

t.test('a terminal event without its blank line, and one without a newline, are whole answers', async t => {
  for (const ending of ['\n\ndata: [DONE]', '\n\ndata: [DONE]\n', '\n\n', '']) {
    const provider = await startProvider(t, (_req, res) => {
      res.setHeader('content-type', 'text/event-stream')
      res.end(`${chunk({ role: 'assistant', content: 'Hi' }, null)}\n\n${chunk({}, 'stop')}${ending}`)
    })
    const worker = await startSdkWorker(t, { config: modelsAt(provider) })
    const answer = await postRaw(worker.base + chat, ask('gpt', 'Hi', { stream: true }))
    t.ok(answer.clean, JSON.stringify(ending))
    t.match(answer.text, /"finish_reason":"stop".*\n\ndata: \[DONE\]\n\n$/)
  }
})
