/** At a Cloudflare gate: LiteLLM is a stranger with every call, the sdk backend is known, also after its processes died. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { request } from 'undici'
import t, { type Test } from 'tap'
import { chat, type Exchange } from '../support/chat.ts'
import { eventually } from '../support/eventually.ts'
import { root, startStack, untapped } from '../support/stack.ts'

const stack = await startStack()
t.teardown(() => stack.stop())

const atGate = (backend: 'binary' | 'sdk', model = 'claude-haiku-4.5'): Promise<Exchange> =>
  chat({ ...stack, backend, model, prompt: '[sim:gate] Hello' })

/** What the provider has answered calls since the last question, oldest first. */
async function answeredByProvider(): Promise<number[]> {
  const address = `http://127.0.0.1:${stack.ports.simulator}/_sim/requests`
  const requests = (await (await request(address)).body.json()) as { status: number }[]
  await (await request(address, { method: 'DELETE' })).body.dump()
  return requests.map(({ status }) => status)
}

async function passesEverywhere(t: Test, when: string): Promise<void> {
  const answers = await Promise.all(Array.from({ length: 8 }, () => atGate('sdk')))
  t.strictSame([...new Set(answers.map(({ status, backend }) => `${backend} ${status}`))], ['sdk 200'], when)
  t.notMatch(answers.map(({ text }) => text).join(), /__cf_bm|_cfuvid/)
}

t.test('the binary fails every time: LiteLLM forgets every cookie', async t => {
  for (let call = 0; call < 4; call += 1) t.equal((await atGate('binary')).status, 503)
})

t.test('the sdk backend passes, from its first call on', async t => {
  await answeredByProvider()
  t.equal((await atGate('sdk')).status, 200)
  t.strictSame(await answeredByProvider(), [503, 200], 'the challenge was answered behind the scenes')
  for (let call = 0; call < 6; call += 1) t.equal((await atGate('sdk')).status, 200)
})

/** Waits until another set of worker processes is up. */
async function reborn(before: readonly number[]): Promise<number[]> {
  return await eventually(
    () => stack.pids('worker-sdk'),
    now => now.length === before.length && now.every(pid => !before.includes(pid)),
    30_000,
  )
}

const deaths = {
  'kill -9 of all its processes': async (pids: readonly number[]): Promise<void> => {
    for (const pid of pids) process.kill(pid, 'SIGKILL')
  },
  'pm2 restart': async (): Promise<void> => {
    await promisify(execFile)('env', [...untapped, 'npx', 'pm2', 'restart', 'worker-sdk'], {
      cwd: root,
      env: stack.env,
    })
  },
}

for (const [death, kill] of Object.entries(deaths)) {
  t.test(`after ${death} no call is challenged again`, async t => {
    await passesEverywhere(t, 'before')
    const before = await stack.pids('worker-sdk')
    await kill(before)
    t.equal((await reborn(before)).length, before.length)
    await answeredByProvider()
    await eventually(
      () => atGate('sdk'),
      ({ backend, status }) => backend === 'sdk' && status === 200,
      20_000,
    )
    await passesEverywhere(t, 'after')
    const answers = await answeredByProvider()
    t.ok(answers.length >= 8)
    t.ok(
      answers.every(status => status === 200),
      'the provider knows every process',
    )
  })
}

t.test('what is told of it: metrics by origin, and names of cookies with the key', async t => {
  const origin = `http://127.0.0.1:${stack.ports.simulator}`
  t.ok((await stack.metric('crossfade_session_cookies', { origin })) >= 2)
  const { body } = await request(`http://127.0.0.1:${stack.ports.sdk}/health`, {
    headers: { authorization: `Bearer ${stack.key}` },
  })
  t.match(await body.json(), { sessions: [{ origin, cookies: ['__cf_bm', '_cfuvid'] }] })
})
