/** `crossfade start`: everything from nothing to ready, and the face of the product at the end. */
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { projectRoot, type Settings } from '../../config/environment.ts'
import { formatFinding } from '../../config/faults.ts'
import { portIsFree, portTaken } from '../../services/shared/port-holder.ts'
import { percentFromEnv } from '../../services/shared/rollout/record.ts'
import { CommandError, exitCodes } from '../exit-codes.ts'
import { ensureLitellm } from '../litellm/install.ts'
import { litellmTrouble } from '../litellm-trouble.ts'
import { runPm2, supervised } from '../pm2.ts'
import { litellmAnswers, unreadyProcesses } from '../probe.ts'
import { changeRollout } from '../rollout-client.ts'
import { describeApps } from '../stack.ts'
import { printFace } from './face.ts'
import { checkedConfig } from './validate.ts'

const processTimeoutMs = 30_000
const litellmTimeoutMs = 120_000

/** Starts what does not run yet and waits until it is ready. Harmless when everything runs. */
export async function start(settings: Settings, env: NodeJS.ProcessEnv): Promise<void> {
  const startedAt = Date.now()
  const { config, warnings } = checkedConfig(settings.configPath, env)
  for (const warning of warnings) {
    if (warning.message.includes('memory')) console.log(`warning: ${formatFinding(warning)}`)
  }
  const percent = shareFromEnv(env)

  const running = (await supervised(settings)).filter(({ status }) => status === 'online')
  const missing = describeApps(settings).filter(({ name }) => !running.some(process => process.name === name))
  if (missing.length > 0) {
    await requirePorts(
      settings,
      missing.map(({ name }) => name),
    )
    await ensureLitellm({ root: projectRoot, report: line => console.log(line), env })
    console.log(
      running.length === 0 ? 'Starting under pm2…' : `Starting ${missing.map(({ name }) => name).join(', ')}…`,
    )
    const only = missing.map(({ name }) => name).join(',')
    await runPm2(settings, ['start', path.join(projectRoot, 'ecosystem.config.js'), '--only', only])
  } else {
    console.log('Already running.')
    if (percent !== null)
      await changeRollout(settings, { action: 'env', percent, actor: 'environment', reason: 'CANARY_PERCENT at start' })
  }

  await waitForProcesses(settings)
  const trouble = await waitForLitellm(settings)
  await printFace(settings, env, config, (Date.now() - startedAt) / 1000)
  if (trouble) throw new CommandError(`${trouble}\nThe sdk backend goes on serving what it can.`, exitCodes.degraded)
}

function shareFromEnv(env: NodeJS.ProcessEnv): number | null {
  try {
    return percentFromEnv(env)
  } catch (error) {
    throw new CommandError((error as Error).message, exitCodes.usage)
  }
}

/** Every port of what is about to start must be free; the first that is not is named, with who holds it. */
async function requirePorts({ ports, gateway }: Settings, names: readonly string[]): Promise<void> {
  const wanted = [
    ['gateway', ports.gateway, gateway.listen.host, 'PROXY_PORT'],
    ['control', ports.control, '127.0.0.1', 'CONTROL_PORT'],
    ['worker-sdk', ports.sdk, '127.0.0.1', 'SDK_PORT'],
    ['worker-binary', ports.binary, '127.0.0.1', 'BINARY_PORT'],
    ['litellm', ports.litellm, '127.0.0.1', 'LITELLM_PORT'],
    ['simulator', ports.simulator, '127.0.0.1', 'SIMULATOR_PORT'],
  ] as const
  const taken: string[] = []
  for (const [name, port, host, variable] of wanted) {
    if (names.includes(name) && !(await portIsFree(port, host))) taken.push(`${name}: ${portTaken(port, variable)}`)
  }
  if (taken.length > 0) throw new CommandError(taken.join('\n'), exitCodes.portTaken)
}

async function waitForProcesses(settings: Settings): Promise<void> {
  const deadline = Date.now() + processTimeoutMs
  for (;;) {
    const unready = await unreadyProcesses(settings)
    if (unready.length === 0) return
    if (Date.now() > deadline) {
      throw new CommandError(`${unready.join(', ')} did not become ready; see \`npx crossfade logs\``)
    }
    await sleep(200)
  }
}

/** Waits with a line every few seconds; answers why LiteLLM does not run, or null when it does. */
async function waitForLitellm(settings: Settings): Promise<string | null> {
  const begun = Date.now()
  let told = begun
  while (Date.now() - begun < litellmTimeoutMs) {
    if (await litellmAnswers(settings)) return null
    const process = (await supervised(settings)).find(({ name }) => name === 'litellm')
    if (process && process.status !== 'online' && process.status !== 'launching')
      return litellmTrouble(settings, process.exitCode)
    if (Date.now() - told > 3_000) {
      told = Date.now()
      console.log(`Waiting for LiteLLM to come up (${Math.round((told - begun) / 1000)} s, usually 5 to 60)…`)
    }
    await sleep(300)
  }
  return `LiteLLM has not answered for ${litellmTimeoutMs / 1000} s; see \`npx crossfade logs litellm\``
}
