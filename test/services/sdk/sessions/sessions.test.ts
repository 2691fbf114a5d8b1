import type http from 'node:http'
import t from 'tap'
import { createSessionManager } from '../../../../services/sdk/sessions/manager.ts'
import { ask, modelsAt, startProvider, startSdkWorker, startWithSimulator } from '../../../support/sdk-worker.ts'

const chat = '/v1/chat/completions'

t.test('the gate lets a session in with its first call, and its cookies stay here', async t => {
  const worker = await startWithSimulator(t)
  for (const [path, model] of [
    [chat, 'gpt'],
    ['/v1/messages', 'claude'],
  ] as const) {
    for (let call = 0; call < 3; call += 1) {
      const answer = await worker.post(path, ask(model, '[sim:gate] Hi'))
      t.equal(answer.status, 200)
      const text = await answer.text()
      t.notMatch(JSON.stringify([...answer.headers]) + text, /__cf_bm=|_cfuvid=|set-cookie/, 'no cookie is shown')
    }
  }
  t.notMatch(worker.log.join(''), /__cf_bm=|_cfuvid=/)
})

t.test('cookies of a good answer are kept as well, streamed or not', async t => {
  const worker = await startWithSimulator(t)
  const answer = await worker.post(chat, ask('gpt', '[sim:cookie] Hi', { stream: true }))
  t.equal(answer.headers.get('set-cookie'), null)
  t.equal(answer.headers.get('llm_provider-set-cookie'), null)
  await answer.text()
  await worker.post(chat, ask('gpt'))
  t.match(worker.received().headers.cookie, /__cf_bm=.*_cfuvid=|_cfuvid=.*__cf_bm=/)
})

/** A provider that gives every caller a cookie of its own and notes what comes back. */
function cookieProvider(seen: string[]): http.RequestListener {
  return (req, res) => {
    seen.push(req.headers.cookie ?? '')
    res.setHeader('set-cookie', [`visitor=${seen.length}; Path=/; HttpOnly`, 'foreign=1; Domain=example.com'])
    res.setHeader('content-type', 'application/json')
    res.end(JSON.stringify({ id: 'c', choices: [{ index: 0, finish_reason: 'stop', message: { content: 'Hi' } }] }))
  }
}

const deployment = (model_name: string, origin: string, api_key: string) => ({
  model_name,
  litellm_params: { model: 'openai/gpt-4.1', api_base: `${origin}/v1`, api_key },
})

t.test('two keys and two ports never share cookies', async t => {
  const seen: string[][] = [[], []]
  const origins = [await startProvider(t, cookieProvider(seen[0]!)), await startProvider(t, cookieProvider(seen[1]!))]
  const [first = '', second = ''] = origins
  const config = {
    ...modelsAt(first),
    model_list: [
      deployment('one', first, 'key-1'),
      deployment('two', first, 'key-2'),
      deployment('elsewhere', second, 'key-1'),
    ],
  }
  const worker = await startSdkWorker(t, { config })
  for (const model of ['one', 'two', 'elsewhere', 'one', 'two', 'elsewhere']) {
    t.equal((await worker.post(chat, ask(model))).status, 200)
  }
  t.strictSame(seen[0], ['', '', 'visitor=1', 'visitor=2'], 'each key gets back its own')
  t.strictSame(seen[1], ['', 'visitor=1'], 'and so does each port')
})

t.test('a session is one per origin and credential, and its names show no secret', async t => {
  const manager = createSessionManager(1_000)
  t.teardown(() => manager.close())
  const session = manager.sessionFor('http://127.0.0.1:9/v1/messages', 'secret')
  t.equal(manager.sessionFor('http://127.0.0.1:9/other?x=1', 'secret'), session)
  t.not(manager.sessionFor('http://127.0.0.1:9/v1/messages', 'other'), session)
  t.not(manager.sessionFor('http://127.0.0.1:9/v1/messages', undefined), session)
  t.not(manager.sessionFor('http://127.0.0.1:10/v1/messages', 'secret'), session)
  t.not(manager.sessionFor('http://localhost:9/v1/messages', 'secret'), session)
  t.equal(manager.all().length, 5)

  session.keepCookies(['a=secret-value; Path=/', 'b=2; Domain=example.com', 'not a cookie', ''], session.origin)
  t.strictSame(session.cookieNames(), ['a'])
  t.equal(session.cookieHeader(`${session.origin}/v1`), 'a=secret-value')
  session.keepCookies(undefined, session.origin)
  session.keepCookies('a=; Max-Age=0; Path=/', session.origin)
  t.equal(session.cookieHeader(`${session.origin}/v1`), '', 'an expired cookie is gone')
})
