/** Fetches the metrics of every announced process. */
import { request } from 'undici'
import { type Announced, announcedProcesses, isAlive } from '../shared/health.ts'

/** One process's exposition, or null where it did not answer in time. */
export interface Scraped {
  readonly proc: string
  readonly text: string | null
}

/** Scrapes all processes but this one side by side; a dead one costs nothing, a hanging one `timeoutMs`. */
export async function scrapeProcesses(runtime: string, self: string, timeoutMs = 1_000): Promise<Scraped[]> {
  const others = announcedProcesses(runtime).filter(({ proc }) => proc !== self)
  return Promise.all(others.map(async other => ({ proc: other.proc, text: await scrape(other, timeoutMs) })))
}

async function scrape({ pid, port }: Announced, timeoutMs: number): Promise<string | null> {
  if (!isAlive(pid)) return null
  try {
    const { statusCode, body } = await request(`http://127.0.0.1:${port}/metrics`, {
      signal: AbortSignal.timeout(timeoutMs),
    })
    const text = await body.text()
    return statusCode === 200 ? text : null
  } catch {
    return null
  }
}
