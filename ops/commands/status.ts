/** `crossfade status`: a verdict, then a row a process and a row a backend. */
import { styleText } from 'node:util'
import Table from 'cli-table3'
import type { Settings } from '../../config/environment.ts'
import { ConfigError, formatFinding } from '../../config/faults.ts'
import { loadLitellmConfig } from '../../config/load.ts'
import { describeLitellm, readLitellmNote } from '../../services/shared/litellm-note.ts'
import { openRolloutStore } from '../../services/shared/rollout/store.ts'
import { exitCodes } from '../exit-codes.ts'
import { litellmTrouble } from '../litellm-trouble.ts'
import { type Supervised, supervised } from '../pm2.ts'
import { litellmAnswers, probe, unreadyProcesses } from '../probe.ts'

interface BackendRow {
  readonly backend: 'binary' | 'sdk'
  readonly share: number
  readonly up: boolean
  readonly what: string
  readonly requests: number
  readonly errors: number
}

/** Everything status knows; what `--json` prints. */
interface Status {
  readonly verdict: 'healthy' | 'degraded' | 'stopped'
  readonly problems: readonly string[]
  readonly warnings: readonly string[]
  readonly address: string
  readonly providers: Settings['providers']
  readonly rollout: { percent: number; phase: string; version: number }
  readonly backends: readonly BackendRow[]
  readonly processes: readonly Supervised[]
}

/** Prints the status and answers the exit code. */
export async function status(settings: Settings, env: NodeJS.ProcessEnv, options: { json?: boolean }): Promise<number> {
  const found = await gather(settings, env)
  if (options.json) console.log(JSON.stringify(found, null, 2))
  else print(found)
  return { healthy: exitCodes.ok, degraded: exitCodes.degraded, stopped: exitCodes.notRunning }[found.verdict]
}

async function gather(settings: Settings, env: NodeJS.ProcessEnv): Promise<Status> {
  const processes = await supervised(settings)
  const { percent, phase, version } = openRolloutStore(settings.runtime).read()
  const note = readLitellmNote(settings.runtime)
  const litellmUp = await litellmAnswers(settings)
  const unready = processes.length === 0 ? [] : await unreadyProcesses(settings)
  const counts = await countRequests(settings)
  const exitCode = processes.find(({ name }) => name === 'litellm')?.exitCode
  const problems = [
    ...(unready.length > 0 ? [`not ready: ${unready.join(', ')}`] : []),
    ...(litellmUp ? [] : [`${litellmTrouble(settings, exitCode)} The sdk backend goes on serving.`]),
  ]
  return {
    verdict: processes.length === 0 ? 'stopped' : problems.length === 0 ? 'healthy' : 'degraded',
    problems: processes.length === 0 ? [] : problems,
    warnings: configWarnings(settings, env, note.kind === 'stand-in'),
    address: `http://127.0.0.1:${settings.ports.gateway}`,
    providers: settings.providers,
    rollout: { percent, phase, version },
    backends: [
      { backend: 'binary', share: 100 - percent, up: litellmUp, what: describeLitellm(note), ...counts.binary },
      {
        backend: 'sdk',
        share: percent,
        up: !unready.some(name => name.startsWith('worker-sdk')) && processes.length > 0,
        what: 'the providers directly',
        ...counts.sdk,
      },
    ],
    processes,
  }
}

/** Memory routing that does nothing, the stand-in, and a configuration that has become invalid since the start. */
function configWarnings(settings: Settings, env: NodeJS.ProcessEnv, standIn: boolean): string[] {
  const lines = standIn ? ['the binary backend is a stand-in, not the real LiteLLM'] : []
  try {
    const { warnings } = loadLitellmConfig(settings.configPath, env)
    return [...lines, ...warnings.filter(({ message }) => !message.includes('is empty')).map(formatFinding)]
  } catch (error) {
    return error instanceof ConfigError ? [...lines, ...error.findings.map(formatFinding)] : lines
  }
}

type Counts = Record<'binary' | 'sdk', { requests: number; errors: number }>

/** Sums what the gateways have counted since they started. */
async function countRequests({ ports }: Settings): Promise<Counts> {
  const counts: Counts = { binary: { requests: 0, errors: 0 }, sdk: { requests: 0, errors: 0 } }
  const metrics = await probe(`http://127.0.0.1:${ports.control}/metrics`, 2_000)
  for (const [, labels = '', value] of metrics?.text.matchAll(/^crossfade_requests_total\{([^}]*)\} (\S+)/gm) ?? []) {
    const backend = /backend="(binary|sdk)"/.exec(labels)?.[1] as 'binary' | 'sdk' | undefined
    if (backend === undefined) continue
    counts[backend].requests += Number(value)
    if (/outcome="(?:arm_error|provider_error|broken)"/.test(labels)) counts[backend].errors += Number(value)
  }
  return counts
}

function print(found: Status): void {
  const { verdict, rollout, address, providers } = found
  if (verdict === 'stopped') {
    console.log('stopped: nothing is running here; `npm start` starts it')
    return
  }
  const simulated = providers === 'simulator' ? '; the SIMULATOR answers instead of the providers' : ''
  console.log(
    `${verdict}: ${address} answers with sdk ${rollout.percent} %, binary ${100 - rollout.percent} % (${rollout.phase}, version ${rollout.version})${simulated}`,
  )
  for (const problem of found.problems) console.log(`  problem: ${problem}`)
  for (const warning of found.warnings) console.log(`  warning: ${warning}`)

  console.log(
    table(
      ['backend', 'share', 'state', 'requests', 'errors', 'what'],
      found.backends.map(row => [
        row.backend,
        `${row.share} %`,
        row.up ? 'up' : 'down',
        row.requests,
        row.errors,
        row.what,
      ]),
    ),
  )
  console.log(
    table(
      ['process', 'pid', 'state', 'restarts', 'memory', 'cpu', 'up for'],
      found.processes.map(row => [
        row.name,
        row.pid ?? '',
        row.status,
        row.restarts,
        `${Math.round(row.memory / 2 ** 20)} MB`,
        `${row.cpu} %`,
        row.status === 'online' ? duration(Date.now() - row.startedAt) : '',
      ]),
    ),
  )
}

function table(head: string[], rows: (string | number)[][]): string {
  const plain = {
    top: '',
    'top-mid': '',
    'top-left': '',
    'top-right': '',
    bottom: '',
    'bottom-mid': '',
    'bottom-left': '',
    'bottom-right': '',
  }
  const inner = { left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '  ' }
  const result = new Table({
    head: head.map(word => styleText('bold', word)),
    chars: { ...plain, ...inner },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  })
  result.push(...rows)
  return `\n${result.toString()}`
}

function duration(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000)
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`
}
