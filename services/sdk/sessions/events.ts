/** What sessions go through, as metrics and log lines. Origins are the configuration's; cookies are counted, never told. */
import type { Registry } from 'prom-client'
import type { Logger } from '../../shared/logger.ts'
import { createSessionMetrics } from '../metrics.ts'
import type { SessionEvents } from './manager.ts'
import type { Session } from './session.ts'

export function createSessionEvents(registry: Registry, logger: Logger, open: () => readonly Session[]): SessionEvents {
  const metrics = createSessionMetrics(registry, open)
  return {
    challenged(origin) {
      metrics.challenges.inc({ origin })
      logger.warn({ event: 'session-challenged', origin }, `${origin} answered with a challenge of Cloudflare`)
    },
    retried: origin => metrics.retries.inc({ origin }),
    notice(origin, notice) {
      const about = { event: `cookies-${notice.kind}`, origin }
      switch (notice.kind) {
        case 'corrupt': {
          metrics.jarFaults.inc({ origin, fault: 'corrupt' })
          const { because, movedTo } = notice
          const where = movedTo === null ? '' : `; it is now ${movedTo}`
          logger.warn({ ...about, because, moved_to: movedTo }, `the cookie file is unusable: ${because}${where}`)
          return
        }
        case 'mode-repaired':
          metrics.jarFaults.inc({ origin, fault: 'mode' })
          logger.warn(about, 'the cookie file could be read by others; its mode is 0600 again')
          return
        case 'write-failed':
          metrics.jarFaults.inc({ origin, fault: 'write' })
          logger.warn({ ...about, err: notice.error }, 'cookies cannot be written; a restart would lose them')
          return
        case 'written-again':
          logger.info(about, 'cookies are written again')
      }
    },
  }
}
