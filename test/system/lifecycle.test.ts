/** Starting, starting again, stopping: nothing is left behind, and what is in the way is named. */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import http from 'node:http'
import { homedir } from 'node:os'
import path from 'node:path'
import t, { type Test } from 'tap'
import { chat } from '../support/chat.ts'
import { eventually } from '../support/eventually.ts'
import { writeFile } from '../support/files.ts'
import { processesWith, root, runCrossfade, stackEnvironment, startStack, untapped } from '../support/stack.ts'
import { portIsFree } from '../../services/shared/port-holder.ts'

const pm2HomeBefore = existsSync(path.join(homedir(), '.pm2'))
/** An environment for commands of a test's own; whatever they started is ended and removed with the test. */
async function prepare(t: Test, overrides: NodeJS.ProcessEnv = {}): ReturnType<typeof stackEnvironment> {
  const prepared = await stackEnvironment(overrides)
  t.teardown(async () => {
    await runCrossfade(prepared.env, ['stop', '--now'])
    rmSync(prepared.runtime, { recursive: true, force: true })
  })
  return prepared
}

const config = (key: string, more = ''): string =>
  `model_list:\n  - model_name: m\n    litellm_params:\n      model: openai/gpt-4.1-mini\ngeneral_settings:\n  master_key: ${key}\n${more}`

t.test('start, start again, stop', async t => {
  const stack = await startStack()
  let stopped = false
  t.teardown(() => (stopped ? undefined : stack.stop()))

  t.match(stack.face, /binary +100 % +LiteLLM 1\.106\.2/, 'the face names the real LiteLLM and its version')
  t.match(stack.face, /SIMULATOR answers instead of the providers/, 'and says where providers come from')
  const curls = stack.face.match(/curl .*$/gm) ?? []
  t.equal(curls.length, 2, 'it shows two curl lines')
  for (const curl of curls)
    t.match(
      execFileSync('sh', ['-c', `${curl} --silent --fail`], { encoding: 'utf8' }),
      /Simulated answer|delta/,
      'that work',
    )

  t.equal(statSync(path.join(stack.runtime, 'env')).mode & 0o777, 0o600, '.env is private')
  const { code, output } = await stack.crossfade('status', '--json')
  t.equal(code, 0)
  t.match(JSON.parse(output), { verdict: 'healthy', providers: 'simulator', rollout: { percent: 0 } })

  const before = await stack.pids('gateway')
  const again = await stack.crossfade('start')
  t.equal(again.code, 0)
  t.match(again.output, /Already running/)
  t.strictSame(await stack.pids('gateway'), before, 'the second start touches nothing')

  const other = await runCrossfade({ ...stack.env, CROSSFADE_RUNTIME: path.join(stack.runtime, '2') }, ['start'])
  t.equal(other.code, 69)
  t.match(
    other.output,
    new RegExp(`port ${stack.ports.gateway} is taken by .*pid \\d+.*PROXY_PORT`),
    'a taken port is named, with its holder',
  )

  t.equal((await stack.stop()).code, 0)
  stopped = true
  t.strictSame(processesWith(stack.runtime), [], 'no process is left')
  for (const [name, port] of Object.entries(stack.ports))
    t.ok(await portIsFree(port, '127.0.0.1'), `the port of ${name} is free`)
  t.equal(existsSync(path.join(homedir(), '.pm2')), pm2HomeBefore, "pm2's home is not the user's")
})

t.test('npx pm2 start ecosystem.config.js does the same, and pm2 kill leaves no LiteLLM', async t => {
  const { env, runtime, ports } = await prepare(t)
  const pm2 = (...args: string[]): string =>
    execFileSync('env', [...untapped, 'npx', 'pm2', ...args], { cwd: root, env, encoding: 'utf8' })
  pm2('start', 'ecosystem.config.js')
  const key = /^LITELLM_MASTER_KEY=(.+)$/m.exec(readFileSync(path.join(runtime, 'env'), 'utf8'))?.[1] ?? ''
  const url = `http://127.0.0.1:${ports.gateway}`
  const answer = await eventually(
    () => chat({ url, key, prompt: 'Hello' }),
    ({ status, backend }) => status === 200 && backend === 'binary',
    60_000,
  )
  t.match(answer, { status: 200, backend: 'binary' })
  t.match((await runCrossfade(env, ['status'])).output, /^healthy/, 'the CLI sees it')
  t.equal(processesWith(`--port ${ports.litellm}`).length, 1)

  pm2('kill')
  t.strictSame(
    await eventually(
      () => processesWith(`--port ${ports.litellm}`),
      list => list.length === 0,
    ),
    [],
    'LiteLLM is gone',
  )
  t.ok(await portIsFree(ports.gateway, '127.0.0.1'))
  t.strictSame(readdirSync(path.join(runtime, 'procs')), [], 'every process has taken its announcement back')
})

t.test('a request in flight is answered while the stack stops', async t => {
  const stack = await startStack({ CANARY_PERCENT: '100' })
  const slow = chat({ ...stack, prompt: '[sim:delay:2500]' })
  await eventually(
    () => stack.metric('crossfade_requests_in_flight', { backend: 'sdk' }),
    count => count > 0,
  )
  const { code } = await stack.crossfade('stop')
  t.equal(code, 0)
  t.match(await slow, { status: 200, clean: true })
  await stack.stop()
})

t.test('kill -9 of the supervisor: stop cleans up what is left', async t => {
  const stack = await startStack()
  const daemon = Number(readFileSync(path.join(stack.runtime, 'pm2/pm2.pid'), 'utf8'))
  process.kill(daemon, 'SIGKILL')
  t.strictSame(
    await eventually(
      () => processesWith(`--port ${stack.ports.litellm}`),
      list => list.length === 0,
    ),
    [],
    'LiteLLM dies with it',
  )
  const { code } = await stack.stop()
  t.equal(code, 0)
  for (const [name, port] of Object.entries(stack.ports))
    t.ok(await portIsFree(port, '127.0.0.1'), `the port of ${name} is free`)
})

t.test("somebody's config with a publicly known key: one sentence why, and sdk goes on serving", async t => {
  const file = writeFile(t.testdir({}), 'config.yaml', config('sk-1234'))
  const { env, ports } = await prepare(t, { CONFIG_PATH: file })
  const started = await runCrossfade(env, ['start'])
  t.equal(started.code, 4, 'degraded')
  t.match(started.output, /LITELLM_DANGEROUSLY_PERMIT_WEAK_OR_UNSET_MASTER_KEY/)
  const status = await runCrossfade(env, ['status'])
  t.equal(status.code, 4)
  t.match(status.output, /problem: .*LITELLM_DANGEROUSLY_PERMIT_WEAK_OR_UNSET_MASTER_KEY/)
  const answer = await chat({ url: `http://127.0.0.1:${ports.gateway}`, key: 'sk-1234', model: 'm', prompt: 'Hello' })
  t.match(answer, { status: 200, backend: 'sdk' })
})

t.test("LiteLLM's own override lets a weak key through", async t => {
  const file = writeFile(t.testdir({}), 'config.yaml', config('sk-1234'))
  const { env } = await prepare(t, {
    CONFIG_PATH: file,
    LITELLM_DANGEROUSLY_PERMIT_WEAK_OR_UNSET_MASTER_KEY: 'true',
  })
  t.equal((await runCrossfade(env, ['start'])).code, 0)
})

t.test('a broken configuration starts nothing', async t => {
  const file = writeFile(t.testdir({}), 'config.yaml', config('os.environ/NO_SUCH_VARIABLE'))
  const { env, ports } = await prepare(t, { CONFIG_PATH: file })
  const { code, output } = await runCrossfade(env, ['start'])
  t.equal(code, 78)
  t.match(output, /config\.yaml:6 general_settings\.master_key: environment variable NO_SUCH_VARIABLE is not set/)
  t.ok(await portIsFree(ports.gateway, '127.0.0.1'))
})

t.test('mappings that LiteLLM would swallow are warned of at start and in status', async t => {
  const file = writeFile(t.testdir({}), 'config.yaml', config('sk-a-key-that-nobody-knows', 'user_id_mappings: {}\n'))
  const { env } = await prepare(t, { CONFIG_PATH: file, CROSSFADE_LITELLM: 'stand-in' })
  const started = await runCrossfade(env, ['start'])
  t.match(started.output, /warning: .*forward_client_headers_to_llm_api/)
  t.match(started.output, /STAND-IN, not LiteLLM/, 'and nobody mistakes the stand-in for LiteLLM')
  const status = await runCrossfade(env, ['status'])
  t.match(status.output, /warning: .*forward_client_headers_to_llm_api/)
  t.match(status.output, /STAND-IN, not LiteLLM/)
})

t.test('the stand-in says what it is on /health, through the gateway on both backends', async t => {
  const stack = await startStack({ CROSSFADE_LITELLM: 'stand-in' })
  t.teardown(() => stack.stop())
  for (const backend of ['binary', 'sdk']) {
    const body = await new Promise<string>((resolve, reject) => {
      http
        .get(`${stack.url}/health`, { headers: { 'x-crossfade-backend': backend } }, res => {
          let text = ''
          res.on('data', chunk => (text += String(chunk)))
          res.on('end', () => resolve(text))
        })
        .on('error', reject)
    })
    t.match(body, /stand[-_]in/, backend)
  }
})
