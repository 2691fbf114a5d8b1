/** The real Prometheus scrapes the running stack and finds data for every expression of the rules and the dashboard. */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import t from 'tap'
import { parse, stringify } from 'yaml'
import { allExpressions } from '../../ops/prometheus/expressions.ts'
import { chat } from '../support/chat.ts'
import { eventually } from '../support/eventually.ts'
import { writeFile } from '../support/files.ts'
import { freePorts } from '../support/ports.ts'
import { root, type Stack, startStack } from '../support/stack.ts'

const missing = spawnSync('prometheus', ['--version']).status === 0 ? false : 'prometheus is not installed'

interface ScrapeConfig {
  global: { scrape_interval: string; evaluation_interval: string }
  rule_files: string[]
  scrape_configs: { static_configs: { targets: string[] }[] }[]
}

/** Our own configuration, at the stack's address and in test time. */
function configFor(stack: Stack): string {
  const file = path.join(root, 'ops/prometheus/prometheus.yml')
  const config = parse(readFileSync(file, 'utf8')) as ScrapeConfig
  config.global = { scrape_interval: '1s', evaluation_interval: '1s' }
  config.rule_files = config.rule_files.map(name => path.resolve(path.dirname(file), name))
  for (const job of config.scrape_configs) job.static_configs = [{ targets: [`127.0.0.1:${stack.ports.control}`] }]
  return stringify(config)
}

/** A little of everything the metrics tell: both backends, streams, errors of each kind, a failover, a decline. */
async function traffic(stack: Stack): Promise<void> {
  for (const backend of ['binary', 'sdk'] as const) {
    for (const model of ['claude-haiku-4.5', 'gpt-4.1-mini']) {
      await chat({ ...stack, backend, model, prompt: 'Hello' })
      await chat({ ...stack, backend, model, prompt: 'Hello', stream: true })
    }
    await chat({ ...stack, backend, prompt: '[sim:error:500]' })
    await chat({ ...stack, backend, prompt: '[sim:error:400]' })
  }
  await chat({ ...stack, prompt: 'Hello' })
  await chat({ ...stack, backend: 'sdk', path: '/v1/responses', prompt: 'Hello' })
}

t.test('every expression has data', { skip: missing }, async t => {
  const stack = await startStack({ CANARY_PERCENT: '50' })
  t.teardown(() => stack.stop())
  const folder = mkdtempSync(path.join(tmpdir(), 'crossfade-prometheus-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const [port] = await freePorts(1)
  const prometheus = spawn(
    'prometheus',
    [
      `--config.file=${writeFile(folder, 'prometheus.yml', configFor(stack))}`,
      `--storage.tsdb.path=${path.join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: 'ignore' },
  )
  t.teardown(() => prometheus.kill('SIGKILL'))

  const query = async (expression: string): Promise<number> => {
    try {
      const response = await fetch(`http://127.0.0.1:${port}/api/v1/query?query=${encodeURIComponent(expression)}`)
      const { data } = (await response.json()) as { data?: { result: unknown[] } }
      return data?.result.length ?? 0
    } catch {
      // Not up yet.
      return 0
    }
  }
  await traffic(stack)
  await eventually(
    () => query('crossfade_proc_up == 1'),
    found => found > 0,
    30_000,
  )
  // Rates need an increase between two scrapes.
  await traffic(stack)
  t.equal((await stack.crossfade('set', '60')).code, 0)
  t.equal((await stack.crossfade('rollback', '--reason', 'a test')).code, 0)
  await traffic(stack)

  const expressions = allExpressions()
  t.ok(expressions.length > 30, `${expressions.length} expressions`)
  for (const { kind, name, probes } of expressions) {
    for (const probe of probes) {
      const found = await eventually(
        () => query(probe),
        count => count > 0,
        15_000,
      )
      t.ok(found > 0, `${kind} ${name}: ${probe}`)
    }
  }
  t.equal(await query('crossfade_proc_up == 1'), 7, 'every process is scraped')
})
