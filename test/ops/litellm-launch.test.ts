import { spawn } from 'node:child_process'
import type { ChildProcess, SpawnOptions } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import t from 'tap'
import type { Test } from 'tap'
import { dieWithParent } from '../../ops/litellm/die-with-parent.ts'
import { diagnoseExit } from '../../ops/litellm/diagnose.ts'

const root = join(import.meta.dirname, '../..')
const canDieWithParent = dieWithParent(process.pid).length > 0

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** The launcher as the supervisor starts it, with a channel. */
function launch(env: NodeJS.ProcessEnv): ChildProcess {
  const options: SpawnOptions = {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { PATH: process.env.PATH, CROSSFADE_ENV_FILE: '/nowhere/.env', LITELLM_MASTER_KEY: 'sk-test-launch', ...env },
  }
  return spawn(process.execPath, [join(root, 'ops/litellm/launch.ts')], options)
}

/** A program in LiteLLM's place. */
function fakeLitellm(t: Test, script: string): string {
  const bin = join(t.testdir({ litellm: `#!/bin/sh\n${script}\n` }), 'litellm')
  chmodSync(bin, 0o755)
  return bin
}

void t.test('the launcher becomes LiteLLM: same process, clean environment, blocking pipes', async t => {
  const LITELLM_BIN = fakeLitellm(
    t,
    'echo "pid $$"; echo "args $*"; echo "map $LITELLM_LOCAL_MODEL_COST_MAP"; env; exit 7',
  )
  const port = await freePort()
  const child = launch({
    LITELLM_BIN,
    LITELLM_PORT: String(port),
    CONFIG_PATH: 'config/config.yaml',
    LITELLM_RUST: 'true',
  })
  const [out, err, [code]] = await Promise.all([text(child.stdout!), text(child.stderr!), once(child, 'exit')])
  t.equal(code, 7, 'its exit code is the exit code')
  t.match(out, `pid ${child.pid}\n`)
  t.match(out, `args --config ${join(root, 'config/config.yaml')} --host 127.0.0.1 --port ${port}\n`)
  t.match(out, 'map True\n')
  t.notMatch(out, /^(NODE_CHANNEL|LITELLM_RUST)/m)
  t.match(err, 'crossfade: LiteLLM unknown (custom)')
})

void t.test('LiteLLM dies with a supervisor that is killed', { skip: !canDieWithParent }, async t => {
  const LITELLM_BIN = fakeLitellm(t, 'echo up; exec tail -f /dev/null')
  const env = {
    ...process.env,
    LITELLM_BIN,
    LITELLM_PORT: String(await freePort()),
    LITELLM_MASTER_KEY: 'sk-test-launch',
  }
  const supervise = `require('node:child_process').spawn(process.execPath, [process.argv[1]], { stdio: 'inherit', detached: true })`
  const supervisor = spawn(process.execPath, ['-e', supervise, join(root, 'ops/litellm/launch.ts')], { env })
  let out = ''
  for await (const chunk of supervisor.stdout) {
    out += String(chunk)
    if (out.includes('up')) supervisor.kill('SIGKILL')
  }
  // The loop ends when nobody holds the pipe any more, and LiteLLM holds it as long as it lives.
  t.equal(out, 'up\n')
})

void t.test('a parent that is gone before the signal is armed is noticed', { skip: !canDieWithParent }, async t => {
  const [file, ...args] = [...dieWithParent(1), 'echo', 'started']
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const [out, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')])
  t.equal(out, '')
  t.equal(code, 75)
})

void t.test('a taken port is named and nothing is started', async t => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const { port } = server.address() as AddressInfo
  const child = launch({ LITELLM_BIN: fakeLitellm(t, 'echo started'), LITELLM_PORT: String(port) })
  const [out, err, [code]] = await Promise.all([text(child.stdout!), text(child.stderr!), once(child, 'exit')])
  t.equal(out, '')
  t.equal(code, 3)
  t.match(diagnoseExit(err, code as number), new RegExp(`port ${port} .*another process`))
})

void t.test('without LiteLLM the stand-in serves until it is stopped', async t => {
  const port = await freePort()
  const child = launch({ CROSSFADE_LITELLM: 'stand-in', LITELLM_PORT: String(port) })
  t.teardown(() => child.kill('SIGKILL'))
  for await (const chunk of child.stderr!) if (String(chunk).includes('stand-in is up')) break
  const answer = await fetch(`http://127.0.0.1:${port}/health/readiness`)
  t.equal(answer.headers.get('x-crossfade-litellm'), 'stand-in')
  t.match(await answer.json(), { stand_in: true })
  child.kill('SIGINT')
  t.strictSame(await once(child, 'exit'), [0, null])
})

void t.test('a LITELLM_BIN that cannot run is said', async t => {
  const child = launch({ LITELLM_BIN: '/nowhere/litellm', LITELLM_PORT: String(await freePort()) })
  const [err, [code]] = await Promise.all([text(child.stderr!), once(child, 'exit')])
  t.equal(code, 3)
  t.match(diagnoseExit(err, 3), /LITELLM_BIN is \/nowhere\/litellm, which does not exist/)
})
