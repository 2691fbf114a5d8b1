import t from 'tap'
import { endpoints, startSimulator } from './harness.ts'

const { chat } = endpoints

void t.test('a scripted answer comes word for word until it is taken back', async t => {
  const { app, post } = await startSimulator(t)
  app.script.play({ status: 418, headers: { 'content-type': 'text/plain', 'x-odd': 'yes' }, body: 'a teapot' })
  const answer = await post(chat.path, 'not even JSON')
  t.equal(answer.status, 418)
  t.equal(answer.headers.get('x-odd'), 'yes')
  t.equal(await answer.text(), 'a teapot')
  app.script.play(null)
  t.equal((await post(chat.path, chat.body('Hi'))).status, 200)
  t.equal(app.recorder.list().length, 2, 'both requests are on record')
})

void t.test('pieces are written one by one, and the connection may be cut behind them', async t => {
  const { app, post } = await startSimulator(t)
  app.script.play({ body: ['data: 1\n\n', 'data: 2\n\n'] })
  t.equal(await (await post(chat.path, chat.body('Hi'))).text(), 'data: 1\n\ndata: 2\n\n')
  app.script.play({ body: ['data: 1\n\n'], cut: true })
  await t.rejects((await post(chat.path, chat.body('Hi'))).text())
})
