import t, { type Test } from 'tap'
import { createSessionManager } from '../../../../services/sdk/sessions/manager.ts'
import { createTokens } from '../../../../services/sdk/sign-in/grants.ts'
import { target } from '../providers/fixtures.ts'
import { startProvider } from '../../../support/sdk-worker.ts'

const form = { grant_type: 'g', apikey: 'k' }

/** Tokens of an endpoint that answers so, on a clock that is told the time. */
async function tokensOf(t: Test, status: number, body: string) {
  const calls: { id: unknown; text: string }[] = []
  const url = await startProvider(t, (req, res) => {
    let text = ''
    req.on('data', (chunk: Buffer) => (text += chunk.toString()))
    req.on('end', () => {
      calls.push({ id: req.headers['rquid'], text })
      res.writeHead(status, { 'content-type': 'application/json' }).end(body)
    })
  })
  const sessions = createSessionManager(2_000)
  t.teardown(() => sessions.close())
  let time = 0
  const tokens = createTokens(sessions, () => time)
  const grant = { url, headers: {}, form, idHeader: 'rquid', prefix: 'So: ' }
  return { calls, token: () => tokens(grant, target('gigachat', 'm')), at: (now: number) => (time = now) }
}

t.test('a token is granted for a form, and kept as long as it lives', async t => {
  const { calls, token, at } = await tokensOf(t, 200, '{"access_token":"one","expires_in":3600}')
  t.equal(await token(), 'one')
  t.equal(await token(), 'one')
  t.equal(calls.length, 1)
  t.equal(calls[0]?.text, 'grant_type=g&apikey=k')
  t.match(calls[0]?.id, /^[0-9a-f-]{36}$/)
  at(3_600_000)
  await token()
  t.equal(calls.length, 2)
})

t.test('an endpoint may tell when the token ends', async t => {
  const { calls, token, at } = await tokensOf(t, 200, '{"tok":"two","exp":5000000}')
  t.equal(await token(), 'two')
  at(4_000_000)
  await token()
  t.equal(calls.length, 1)
})

t.test('a key that is not let in is the provider’s refusal', async t => {
  const table: [number, string, string][] = [
    [401, '{"no":1}', 'litellm.AuthenticationError: GigachatException - So: {"no":1}'],
    [200, 'nothing', 'litellm.InternalServerError: GigachatException - no token in nothing'],
  ]
  for (const [status, body, message] of table) {
    const { token } = await tokensOf(t, status, body)
    await t.rejects(token(), { name: 'Error', message }, String(status))
  }
})
