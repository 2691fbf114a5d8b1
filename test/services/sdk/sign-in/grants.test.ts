import t, { type Test } from 'tap'
import { createSessionManager } from '../../../../services/sdk/sessions/manager.ts'
import { entraSettings } from '../../../../services/sdk/providers/openai/entra-settings.ts'
import { ownEntry } from '../../../../services/sdk/providers/openai/entra.ts'
import type { JsonObject, Target } from '../../../../services/sdk/providers/translator.ts'
import { buildSimulator } from '../../../../services/simulator/app.ts'
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

const entra = (params: JsonObject, env: Record<string, string>, settings: JsonObject = {}): Target => {
  const found = entraSettings('azure', params, settings, env)
  return target('azure', 'm', { apiKey: undefined, ...(found ? { entra: found } : {}) })
}

/** What Entra ID, or a machine's own service, is asked and grants, at the simulator. */
async function granted(t: Test, params: JsonObject, more: Record<string, string> = {}, settings: JsonObject = {}) {
  const app = buildSimulator({ pauseMs: 0 })
  const origin = await app.listen({ port: 0, host: '127.0.0.1' })
  t.teardown(() => app.close())
  const sessions = createSessionManager(2_000)
  t.teardown(() => sessions.close())
  const env = { AZURE_AUTHORITY_HOST: origin, AZURE_POD_IDENTITY_AUTHORITY_HOST: origin, ...more }
  const to = entra(params, env, settings)
  const { grant } = ownEntry(to)
  if (!grant) throw new Error('nothing is granted')
  return { token: () => createTokens(sessions, Date.now, env)(grant, to), asked: () => app.recorder.list() }
}

const client = { tenant_id: 'tenant', client_id: 'client' }

t.test('Entra ID grants a token for a secret, for a token that stands for the client, and for a machine', async t => {
  const managed = [{}, { AZURE_CLIENT_ID: 'mine' }, { enable_azure_ad_token_refresh: true }] as const
  for (const [params, env, settings] of [
    [{ ...client, client_secret: 's' }, {}, {}],
    [{ ...client, azure_ad_token: 'oidc/env/PROOF' }, { PROOF: 'a proof' }, {}],
    managed,
  ] as const) {
    const { token, asked } = await granted(t, params, env, settings)
    t.match(await token(), /^simulated-/)
    t.equal(asked().length, 1)
  }
  const { token, asked } = await granted(t, ...managed)
  await token()
  t.match(asked()[0], { method: 'GET', url: /resource=https%3A%2F%2Fcognitiveservices.azure.com&client_id=mine$/ })
})

t.test('who is not let in hears why, and nothing secret', async t => {
  const table: [params: JsonObject, env: Record<string, string>, want: RegExp][] = [
    [{ client_secret: 'invalid-secret' }, {}, /Failed to get Azure AD token: Authentication failed: AADSTS7000215/],
    [{ azure_ad_token: 'oidc/env/PROOF' }, { PROOF: 'invalid-proof' }, /AuthenticationError.*AADSTS7000215/],
    [{ azure_ad_token: 'oidc/env/PROOF' }, {}, /Environment variable PROOF not found/],
  ]
  for (const [params, env, want] of table) {
    const { token } = await granted(t, { ...client, ...params }, env)
    const fault = await token().catch((error: unknown) => error)
    t.match(fault, { message: want })
    t.notMatch((fault as Error).message, /invalid-(?:secret|proof)/)
  }
})

t.test('what Entra ID answers instead of a token is not shown', async t => {
  const sessions = createSessionManager(2_000)
  t.teardown(() => sessions.close())
  const url = await startProvider(t, (_req, res) => res.end('{"id_token":"hidden"}'))
  const to = entra({ ...client, client_secret: 's' }, {})
  const { grant } = ownEntry(to)
  const fault = await createTokens(sessions)({ ...grant, url, headers: {}, form }, to).catch((error: unknown) => error)
  t.match(fault, { message: /access_token not returned/ })
})
