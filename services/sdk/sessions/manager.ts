/** The sessions of a process, one per origin and credential, so that two keys or two ports never see each other's cookies. */
import { createHash } from 'node:crypto'
import { openSession, type Session } from './session.ts'

export interface SessionManager {
  /** The session for an address and a key, opened at its first use. */
  sessionFor(url: string, credential: string | undefined): Session
  all(): Session[]
  close(): Promise<void>
}

export function createSessionManager(connectMs: number): SessionManager {
  const sessions = new Map<string, Session>()
  return {
    sessionFor(url, credential) {
      const { origin } = new URL(url)
      // A digest: the map's keys must not spread the credential any further.
      const key = `${origin} ${createHash('sha256')
        .update(credential ?? '')
        .digest('hex')}`
      const known = sessions.get(key)
      if (known) return known
      const session = openSession(origin, connectMs)
      sessions.set(key, session)
      return session
    },
    all: () => [...sessions.values()],
    close: async () => void (await Promise.all([...sessions.values()].map(session => session.close()))),
  }
}
