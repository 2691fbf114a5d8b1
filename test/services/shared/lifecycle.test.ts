import { readdirSync, readFileSync } from 'node:fs'
import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import path from 'node:path'
import t, { type Test } from 'tap'
import { type Child, startChild } from '../../support/child.ts'
import { refusingOrigin } from '../../support/fake-backend.ts'
import { temporaryFolder, writeFile } from '../../support/files.ts'
import { rawClient } from '../../support/raw-client.ts'

const file = path.resolve(import.meta.dirname, '../../support/lifecycle-process.ts')
const model = 'model_list:\n  - model_name: m\n    litellm_params:\n      model: openai/m\n'

interface Probe {
  readonly child: Child
  readonly port: number
  readonly runtime: string
}

interface Setup {
  readonly config?: string
  readonly gateway?: string
  readonly env?: Record<string, string>
}

async function startProbe(t: Test, { config = model, gateway = '', env = {} }: Setup = {}): Promise<Probe> {
  const folder = temporaryFolder(t)
  const port = Number(new URL(await refusingOrigin()).port)
  const runtime = path.join(folder, 'runtime')
  const child = startChild(t, file, [], {
    CONFIG_PATH: writeFile(folder, 'config.yaml', config),
    GATEWAY_CONFIG_PATH: writeFile(folder, 'gateway.yaml', gateway),
    CROSSFADE_ENV_FILE: path.join(folder, 'none'),
    CROSSFADE_RUNTIME: runtime,
    PROXY_PORT: String(port),
    ...env,
  })
  return { child, port, runtime }
}

function events(child: Child): string[] {
  const lines = child.stdout().split('\n')
  return lines.filter(line => line.startsWith('{')).map(line => (JSON.parse(line) as { event: string }).event)
}

/** Resolves once that text has been written. */
async function written(child: Child, pattern: RegExp): Promise<void> {
  while (!pattern.test(child.stdout())) await new Promise(resolve => child.process.stdout?.once('data', resolve))
}

async function ask(runtime: string, proc: string, target: string): Promise<Response> {
  const { port } = JSON.parse(readFileSync(path.join(runtime, 'procs', `${proc}.json`), 'utf8')) as { port: number }
  return fetch(`http://127.0.0.1:${port}${target}`)
}

t.test('it says ready, announces itself, serves, and takes everything back', async t => {
  const { child, port, runtime } = await startProbe(t, { env: { NODE_APP_INSTANCE: '3' } })
  t.equal(await child.message(), 'ready')
  t.equal(await (await ask(runtime, 'probe-3', '/readyz')).text(), 'ready\n')
  t.match(await (await ask(runtime, 'probe-3', '/metrics')).text(), /process_cpu_seconds_total\{proc="probe-3"\}/)
  t.equal(await (await fetch(`http://127.0.0.1:${port}/quick`)).text(), 'quick')
  child.process.kill('SIGTERM')
  t.equal(await child.exited, 0)
  t.strictSame(events(child), ['started', 'draining', 'stopped'])
  t.match(child.stdout(), /^closed probe-3$/m)
  t.strictSame(readdirSync(path.join(runtime, 'procs')), [])
})

t.test('what cannot do its work is alive and not ready', async t => {
  const { child, runtime } = await startProbe(t, { env: { PROBE_NOT_READY: '1' } })
  await child.message()
  t.equal((await ask(runtime, 'probe', '/readyz')).status, 503)
  t.equal((await ask(runtime, 'probe', '/healthz')).status, 200)
})

t.test('an idle process stops at once', async t => {
  const { child } = await startProbe(t)
  await child.message()
  const told = performance.now()
  child.process.kill('SIGINT')
  t.equal(await child.exited, 0)
  t.ok(performance.now() - told < 1_500)
})

for (const [target, last] of [
  ['/slow', /\r\nconnection: close\r\n[^]*whole$/i],
  ['/stream', /begun [^]*whole\r\n0\r\n\r\n$/],
] as const) {
  t.test(`SIGINT waits for a request in flight (${target}) and for nothing after it`, async t => {
    const { child, port } = await startProbe(t)
    await child.message()
    const arrived = child.message()
    const client = rawClient(port, `GET ${target} HTTP/1.1\r\nHost: a\r\n\r\n`)
    t.equal(await arrived, `got ${target}`)
    child.process.kill('SIGINT')
    // Longer than the grace, so the servers are closed when the answer ends.
    await written(child, /"draining"/)
    const closed = await refusesFrom(port)
    t.ok(closed, 'no new connections')
    child.process.send('go on')
    const ended = performance.now()
    t.match(await client.closed, last)
    t.equal(await child.exited, 0)
    t.ok(performance.now() - ended < 5_000, 'a kept connection does not hold it up')
    t.strictSame(events(child), ['started', 'draining', 'stopped'])
  })
}

t.test('while it drains, a kept connection is served once more and told to close', async t => {
  const { child, port } = await startProbe(t)
  await child.message()
  const client = rawClient(port, 'GET /quick HTTP/1.1\r\nHost: a\r\n\r\n')
  t.notMatch(await client.until(/quick/), /connection: close/i)
  child.process.kill('SIGINT')
  await written(child, /"draining"/)
  client.send('GET /quick HTTP/1.1\r\nHost: a\r\n\r\n')
  t.match(await client.closed, /quick[^]*connection: close[^]*quick$/i)
  t.equal(await child.exited, 0)
})

t.test('a second SIGINT ends it at once, whatever is in flight', async t => {
  const { child, port } = await startProbe(t)
  await child.message()
  const arrived = child.message()
  const client = rawClient(port, 'GET /slow HTTP/1.1\r\nHost: a\r\n\r\n')
  await arrived
  child.process.kill('SIGINT')
  await written(child, /"draining"/)
  child.process.kill('SIGINT')
  t.equal(await child.exited, 0)
  t.equal(await client.closed, '')
  t.notOk(events(child).includes('stopped'))
})

t.test('a request that never ends is given up when the time is up', async t => {
  const { child, port } = await startProbe(t, { gateway: 'limits: { drain_ms: 100 }\n' })
  await child.message()
  const arrived = child.message()
  rawClient(port, 'GET /slow HTTP/1.1\r\nHost: a\r\n\r\n')
  await arrived
  child.process.kill('SIGINT')
  t.equal(await child.exited, 0)
})

const faults: { name: string; setup: Setup; code: number; stderr: RegExp; event: string }[] = [
  {
    name: 'a fault in config.yaml',
    setup: { config: `${model}      timeout: soon\n` },
    code: 78,
    stderr: /config\.yaml:5 model_list\[0\]\.litellm_params\.timeout: /,
    event: 'config-fault',
  },
  {
    name: 'a fault in gateway.yaml',
    setup: { gateway: 'limits:\n  body_bytes: much\n' },
    code: 78,
    stderr: /gateway\.yaml:2 limits\.body_bytes: /,
    event: 'config-fault',
  },
  { name: 'a port that is none', setup: { env: { PROXY_PORT: 'x' } }, code: 1, stderr: /^$/, event: 'start-failed' },
]

for (const { name, setup, code, stderr, event } of faults) {
  t.test(`${name} ends it with ${code} and says why`, async t => {
    const { child } = await startProbe(t, setup)
    t.equal(await child.exited, code)
    t.match(child.stderr(), stderr)
    t.strictSame(events(child), [event])
  })
}

t.test('a port that is taken ends it with 69 and the name of its holder', async t => {
  const holder = net.createServer()
  await new Promise<void>(resolve => holder.listen(0, '127.0.0.1', resolve))
  t.teardown(() => holder.close())
  const { port } = holder.address() as AddressInfo
  const { child } = await startProbe(t, { env: { PROXY_PORT: String(port) } })
  t.equal(await child.exited, 69)
  t.match(child.stdout(), `port ${port} is taken by `)
  t.match(child.stdout(), `(pid ${process.pid})`)
  t.match(child.stdout(), 'choose another port with PROXY_PORT=')
})

/** Resolves once the port refuses connections: the listener is closed. */
async function refusesFrom(port: number): Promise<boolean> {
  for (;;) {
    const refused = await new Promise<boolean>(resolve => {
      const request = http.get({ port, host: '127.0.0.1', path: '/quick', agent: false }, answer => {
        answer.resume().once('end', () => resolve(false))
      })
      request.once('error', () => resolve(true))
    })
    if (refused) return true
  }
}
