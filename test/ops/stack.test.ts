import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import t, { type Test } from 'tap'
import { loadEnvironment, type Settings } from '../../config/environment.ts'
import { type App, describeApps, ensureDotEnv } from '../../ops/stack.ts'
import { temporaryFolder, writeFile } from '../support/files.ts'

const root = path.resolve(import.meta.dirname, '../..')

function settingsFor(t: Test, env: Record<string, string>, gateway = ''): Settings {
  const folder = temporaryFolder(t)
  return loadEnvironment(root, {
    CROSSFADE_RUNTIME: path.join(folder, 'run'),
    CROSSFADE_ENV_FILE: path.join(folder, 'absent'),
    GATEWAY_CONFIG_PATH: writeFile(folder, 'gateway.yaml', gateway),
    ...env,
  })
}

const names = (apps: readonly App[]): string[] => apps.map(({ name }) => name)

t.test('without a provider key the simulator is part of the stack, with one it is not', async t => {
  const all = ['litellm', 'control', 'simulator', 'worker-binary', 'worker-sdk', 'gateway']
  t.strictSame(names(describeApps(settingsFor(t, {}))), all)
  t.strictSame(names(describeApps(settingsFor(t, { ANTHROPIC_API_KEY: '', OPENAI_API_KEY: '' }))), all)
  for (const key of ['ANTHROPIC_API_KEY', 'OPENAI_API_KEY', 'GEMINI_API_KEY']) {
    t.strictSame(
      names(describeApps(settingsFor(t, { [key]: 'a' }))),
      all.filter(name => name !== 'simulator'),
    )
  }
})

t.test('how many processes of each kind, and in which mode', async t => {
  const settings = settingsFor(t, {}, 'processes: { gateway: 3, worker_sdk: 4, worker_binary: 2 }\n')
  const shape = describeApps(settings).map(({ name, exec_mode, instances }) => [name, exec_mode, instances])
  t.strictSame(shape, [
    ['litellm', 'fork', 1],
    ['control', 'fork', 1],
    ['simulator', 'fork', 1],
    ['worker-binary', 'cluster', 2],
    ['worker-sdk', 'cluster', 4],
    ['gateway', 'cluster', 3],
  ])
})

t.test('pm2 is told which exits a restart cannot heal, and to wait for streams', async t => {
  const settings = settingsFor(t, {}, 'limits: { drain_ms: 40000 }\n')
  for (const app of describeApps(settings)) {
    const litellm = app.name === 'litellm'
    t.strictSame(app.stop_exit_codes, litellm ? [78, 69, 3] : [78, 69], app.name)
    t.equal(app.kill_timeout, litellm ? 10_000 : 45_000, app.name)
    t.equal(app.wait_ready, litellm ? undefined : true, app.name)
    t.equal(app.out_file, path.join(settings.runtime, 'logs', `${app.name}.log`))
    t.equal(app.error_file, app.out_file)
    t.ok(existsSync(litellm ? String((app.args as string[])[0]) : path.join(root, app.script)), 'its file is there')
    t.notMatch(JSON.stringify(app), /API_KEY|MASTER_KEY|"env"/, 'no secret goes through pm2, which writes it to disk')
  }
  t.equal(statSync(path.join(settings.runtime, 'logs')).mode & 0o777, 0o700)
})

t.test('.env is written once: private, with a key nobody knows', async t => {
  const folder = temporaryFolder(t)
  writeFile(folder, '.env.example', '# words\nLITELLM_MASTER_KEY=\nOPENAI_API_KEY=\n# CANARY_PERCENT=0\n')
  const keys = ['one.env', 'two.env'].map(name => {
    const file = path.join(folder, name)
    ensureDotEnv(file, folder)
    t.equal(statSync(file).mode & 0o777, 0o600)
    const text = readFileSync(file, 'utf8')
    t.match(text, /^# words\nLITELLM_MASTER_KEY=sk-[\w-]{32}\nOPENAI_API_KEY=\n# CANARY_PERCENT=0\n$/)
    return /sk-[\w-]+/.exec(text)?.[0]
  })
  t.not(keys[0], keys[1])

  const file = path.join(folder, 'one.env')
  writeFileSync(file, 'LITELLM_MASTER_KEY=mine\n')
  ensureDotEnv(file, folder)
  t.equal(readFileSync(file, 'utf8'), 'LITELLM_MASTER_KEY=mine\n', 'what is there stays')
})

t.test('without an example nothing is written', async t => {
  const folder = temporaryFolder(t)
  ensureDotEnv(path.join(folder, '.env'), folder)
  t.notOk(existsSync(path.join(folder, '.env')))
})
