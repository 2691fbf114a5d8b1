import { writeFileSync } from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { createSessionManager } from '../../../../services/sdk/sessions/manager.ts'
import { createCopilot } from '../../../../services/sdk/sign-in/copilot.ts'
import { startProvider } from '../../../support/sdk-worker.ts'
import { target } from '../providers/fixtures.ts'

const here = target('github_copilot', 'm')
const sessions = createSessionManager(2_000)
const now = 1_000_000_000

const keyFile = (token: string, expires_at: number, endpoints: object = {}): string =>
  JSON.stringify({ token, expires_at, endpoints })

t.test('whom LiteLLM has signed in', async t => {
  const folder = t.testdir({ 'api-key.json': keyFile('k1', now / 1000 + 60) })
  const copilot = createCopilot(sessions, { GITHUB_COPILOT_TOKEN_DIR: folder }, () => now)
  t.equal(copilot()?.base, 'https://api.githubcopilot.com')
  t.equal(await copilot()?.key(here), 'k1')
  writeFileSync(path.join(folder, 'api-key.json'), keyFile('k2', now / 1000 + 60, { api: 'https://mine.test' }))
  t.equal(copilot()?.base, 'https://mine.test', 'the account’s own place')
  t.equal(await copilot()?.key(here), 'k2', 'files are read anew')
  writeFileSync(path.join(folder, 'api-key.json'), keyFile('k3', now / 1000 - 60))
  t.equal(copilot(), null, 'a key that has ended, and nothing to renew it with')
})

t.test('nobody', async t => {
  for (const [name, files] of Object.entries({ 'no files': {}, 'no JSON': { 'api-key.json': 'x' } })) {
    t.equal(createCopilot(sessions, { GITHUB_COPILOT_TOKEN_DIR: t.testdir(files) }, () => now)(), null, name)
  }
})

t.test('a key is renewed once and kept', async t => {
  const asked: (string | undefined)[] = []
  const url = await startProvider(t, (request, response) => {
    asked.push(request.headers.authorization)
    response.end(keyFile('renewed', now / 1000 + 1800, { api: 'https://mine.test' }))
  })
  const folder = t.testdir({ 'access-token': ' ghu_1\n' })
  const copilot = createCopilot(
    sessions,
    {
      GITHUB_COPILOT_TOKEN_DIR: folder,
      GITHUB_COPILOT_API_KEY_URL: url,
      GITHUB_COPILOT_API_BASE: 'https://usual.test',
    },
    () => now,
  )
  t.equal(copilot()?.base, 'https://usual.test')
  t.equal(await copilot()?.key(here), 'renewed')
  t.equal(await copilot()?.key(here), 'renewed')
  t.equal(copilot()?.base, 'https://mine.test')
  t.strictSame(asked, ['token ghu_1'])
})

t.test('whom GitHub does not let in any more', async t => {
  let calls = 0
  const url = await startProvider(t, (_request, response) => {
    calls += 1
    response.writeHead(401).end('{}')
  })
  const folder = t.testdir({ 'access-token': 'ghu_1' })
  const env = { GITHUB_COPILOT_TOKEN_DIR: folder, GITHUB_COPILOT_API_KEY_URL: url }
  const login = createCopilot(sessions, env, () => now)()
  if (login === null) throw new Error('nobody has signed in')
  await t.rejects(login.key(here), { status: 401, litellmClass: 'AuthenticationError', message: /Failed to refresh/ })
  t.equal(calls, 3)
})
