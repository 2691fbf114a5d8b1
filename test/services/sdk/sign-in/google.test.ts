import t from 'tap'
import { createGoogleSignIn } from '../../../../services/sdk/sign-in/google.ts'
import { buildSimulator } from '../../../../services/simulator/app.ts'
import { temporaryFolder, writeFile } from '../../../support/files.ts'
import { serviceAccount } from '../../../support/google-account.ts'

const simulator = buildSimulator()
const origin = await simulator.listen({ port: 0, host: '127.0.0.1' })
t.teardown(() => simulator.close())

void t.test('a service account gets a token from its own address', async t => {
  const signIn = createGoogleSignIn()
  const account = serviceAccount(origin)
  const { token, project } = await signIn(account)
  t.match(token, /^ya29\.c\.simulated-/)
  t.equal(project, 'account-project')
  const file = writeFile(temporaryFolder(t), 'account.json', JSON.stringify(account))
  t.equal((await signIn(file)).token, token, 'a path')
  t.equal((await signIn(JSON.stringify(account))).token, token, 'a text')
  simulator.recorder.clear()
  t.equal((await signIn(account)).token, token)
  t.equal(simulator.recorder.list().length, 0, 'the token is kept')
})

const refusals: readonly { trouble: string; says: string }[] = [
  {
    trouble: '/refused',
    says: "('invalid_grant: Invalid grant: account not found', {'error': 'invalid_grant', 'error_description': 'Invalid grant: account not found'})",
  },
  { trouble: '/scopeless', says: "('invalid_scope: None', {'error': 'invalid_scope'})" },
  { trouble: '/page', says: '<!DOCTYPE html><html><title>Error 502 (Server Error)!!1</title></html>' },
  { trouble: '/tokenless', says: "('No access token in response.', {'id_token': 'none'})" },
]

void t.test('a refusal is told in the words of LiteLLM’s library', async t => {
  const signIn = createGoogleSignIn()
  for (const { trouble, says } of refusals) {
    await t.rejects(signIn(serviceAccount(origin, trouble)), { message: says }, trouble)
  }
})

void t.test('credentials that are none', async t => {
  const signIn = createGoogleSignIn()
  await t.rejects(signIn('{"type":'), { message: /^Unable to load vertex credentials.*Parse error: JSONDecodeError$/ })
  await t.rejects(signIn('{"type":"service_account","client_email":"a@b.c"}'), {
    message: 'Service account info was not in the expected format, missing fields token_uri.',
  })
})

void t.test('an account that could not be opened is tried again', async t => {
  let opened = 0
  const signIn = createGoogleSignIn({
    now: () => 0,
    open: async () => {
      throw new Error('unused')
    },
    openDefault: async () => {
      opened += 1
      if (opened === 1) throw new Error('not yet')
      return { project: 'machine', fetchToken: async () => ({ value: 'ya29.machine', until: 1_000 }) }
    },
  })
  await t.rejects(signIn(undefined), { message: 'not yet' })
  t.same(await signIn(undefined), { token: 'ya29.machine', project: 'machine' })
  t.same(await signIn(undefined), { token: 'ya29.machine', project: 'machine' })
  t.equal(opened, 2)
})
