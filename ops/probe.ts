/** Asks the processes of a running stack how they are. */
import { request } from 'undici'
import type { Settings } from '../config/environment.ts'
import { announcedProcesses, isAlive } from '../services/shared/health.ts'
import { describeApps } from './stack.ts'

/** GETs a loopback URL; null where nothing usable answers in time. */
export async function probe(url: string, timeoutMs = 1_000): Promise<{ status: number; text: string } | null> {
  try {
    const { statusCode, body } = await request(url, { signal: AbortSignal.timeout(timeoutMs) })
    return { status: statusCode, text: await body.text() }
  } catch {
    return null
  }
}

/** The processes that should announce themselves, `gateway-0` and so on; LiteLLM is not ours and does not. */
function expectedProcesses(settings: Settings): string[] {
  return describeApps(settings)
    .filter(({ name }) => name !== 'litellm')
    .flatMap(({ name, instances }) => Array.from({ length: instances }, (_, index) => `${name}-${index}`))
}

/** Which of the expected processes are not ready. */
export async function unreadyProcesses(settings: Settings): Promise<string[]> {
  const announced = announcedProcesses(settings.runtime).filter(({ pid }) => isAlive(pid))
  const answers = await Promise.all(
    announced.map(async ({ proc, port }) => ({
      proc,
      ready: (await probe(`http://127.0.0.1:${port}/readyz`))?.status === 200,
    })),
  )
  const ready = new Set(answers.filter(answer => answer.ready).map(answer => answer.proc))
  return expectedProcesses(settings).filter(proc => !ready.has(proc))
}

export async function litellmAnswers({ ports }: Settings): Promise<boolean> {
  return (await probe(`http://127.0.0.1:${ports.litellm}/health/liveliness`))?.status === 200
}
