import t from 'tap'
import { CookieJar } from 'tough-cookie'
import { Gate } from '../../../services/simulator/gate.ts'
import { createIdentity } from '../../../services/simulator/identity.ts'
import { endpointList, endpoints, startSimulator } from './harness.ts'

void t.test('the gate admits only pairs that it issued', async t => {
  const gate = new Gate()
  const [first, second] = [1, 2].map(number =>
    gate.issue(createIdentity(number, 0)).map(line => line.split(';')[0] ?? ''),
  )
  const cases = [
    { cookie: undefined, admitted: false },
    { cookie: '', admitted: false },
    { cookie: first?.join('; '), admitted: true },
    { cookie: `other=1;${first?.toReversed().join(';')}`, admitted: true },
    { cookie: first?.[0], admitted: false },
    { cookie: first?.[1], admitted: false },
    { cookie: `${first?.[0]}; ${second?.[1]}`, admitted: false },
    { cookie: '__cf_bm=made-up; _cfuvid=made-up', admitted: false },
  ]
  for (const { cookie, admitted } of cases) t.equal(gate.admits(cookie), admitted, cookie ?? 'none')
})

void t.test('a stranger meets the gate, a cookie jar gets through', async t => {
  const { base, post } = await startSimulator(t)
  for (const { name, path, body } of endpointList) {
    const jar = new CookieJar()
    const answers: Response[] = []
    for (let attempt = 0; attempt < 2; attempt++) {
      const cookie = await jar.getCookieString(base)
      const answer = await post(path, body('hi'), { 'x-sim-scenario': 'gate', ...(cookie === '' ? {} : { cookie }) })
      for (const line of answer.headers.getSetCookie()) await jar.setCookie(line, base)
      answers.push(answer)
    }
    t.match(answers, [{ status: 503 }, { status: 200 }], name)
    t.equal(answers[0]?.headers.get('content-type'), 'text/html; charset=UTF-8')
    t.match(await answers[0]?.text(), /error code: 1200/)
    t.match(await answers[1]?.text(), /Simulated answer/)
  }
})

void t.test('the gate stands before the key, and a scenario behind it still counts', async t => {
  const { base, post } = await startSimulator(t)
  const { path, body } = endpoints.chat
  const stranger = await fetch(base + path, { method: 'POST', headers: { 'x-sim-scenario': 'gate' }, body: '{}' })
  t.equal(stranger.status, 503)
  const cookie = stranger.headers
    .getSetCookie()
    .map(line => line.split(';')[0])
    .join('; ')
  const behind = await post(path, body('hi'), { 'x-sim-scenario': 'gate,error:500', cookie })
  t.equal(behind.status, 500)
})

void t.test('the scenario cookie sets cookies on an ordinary answer, streamed or not', async t => {
  const { post } = await startSimulator(t)
  const { path, body } = endpoints.anthropic
  for (const stream of [false, true]) {
    const answer = await post(path, { ...body('hi'), stream }, { 'x-sim-scenario': 'cookie' })
    t.equal(answer.status, 200)
    t.same(
      answer.headers.getSetCookie().map(line => line.split('=')[0]),
      ['__cf_bm', '_cfuvid'],
    )
  }
  t.same((await post(path, body('hi'))).headers.getSetCookie(), [])
})
