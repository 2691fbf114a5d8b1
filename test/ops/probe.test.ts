import path from 'node:path'
import t from 'tap'
import { loadEnvironment } from '../../config/environment.ts'
import { litellmAnswers, probe, unreadyProcesses } from '../../ops/probe.ts'
import { announce } from '../../services/shared/health.ts'
import { createRegistry } from '../../services/shared/metrics.ts'
import { temporaryFolder, writeFile } from '../support/files.ts'
import { startProvider } from '../support/sdk-worker.ts'

const root = path.resolve(import.meta.dirname, '../..')

t.test('probe answers status and text, or null where nothing usable answers in time', async t => {
  const origin = await startProvider(t, (req, res) => {
    if (req.url === '/silent') return
    res.writeHead(req.url === '/ok' ? 200 : 503).end('words')
  })
  t.strictSame(await probe(`${origin}/ok`), { status: 200, text: 'words' })
  t.strictSame(await probe(`${origin}/bad`), { status: 503, text: 'words' })
  t.equal(await probe(`${origin}/silent`, 100), null)
  t.equal(await probe('http://127.0.0.1:1/'), null)
})

t.test('LiteLLM answers when its liveliness is 200', async t => {
  for (const [status, want] of [
    [200, true],
    [503, false],
  ] as const) {
    const paths: string[] = []
    const origin = await startProvider(t, (req, res) => {
      paths.push(req.url ?? '')
      res.writeHead(status).end()
    })
    const env = { LITELLM_PORT: new URL(origin).port, CROSSFADE_ENV_FILE: 'absent' }
    t.equal(await litellmAnswers(loadEnvironment(root, env)), want)
    t.strictSame(paths, ['/health/liveliness'])
  }
})

t.test('which processes are expected, and which of them are not ready', async t => {
  const folder = temporaryFolder(t)
  const settings = loadEnvironment(root, {
    CROSSFADE_RUNTIME: path.join(folder, 'run'),
    CROSSFADE_ENV_FILE: 'absent',
    GATEWAY_CONFIG_PATH: writeFile(
      folder,
      'gateway.yaml',
      'processes: { gateway: 2, worker_sdk: 1, worker_binary: 1 }',
    ),
  })
  const all = ['control-0', 'simulator-0', 'worker-binary-0', 'worker-sdk-0', 'gateway-0', 'gateway-1']
  t.strictSame(await unreadyProcesses(settings), all)

  const { runtime } = settings
  const registry = createRegistry('test')
  for (const [proc, ready] of [
    ['gateway-0', true],
    ['control-0', false],
  ] as const) {
    const health = await announce({ proc, runtime, registry, ready: () => ready })
    t.teardown(() => health.close())
  }
  writeFile(runtime, 'procs/gateway-1.json', JSON.stringify({ proc: 'gateway-1', pid: 2 ** 22 + 1, port: 1 }))
  t.strictSame(
    await unreadyProcesses(settings),
    all.filter(name => name !== 'gateway-0'),
    'neither one that says no nor a dead one that left its file counts',
  )
})
