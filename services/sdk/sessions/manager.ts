/** The sessions of a process, one per origin and credential, so that two keys or two ports never see each other's cookies. */
import { createHash } from 'node:crypto'
import { readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { isAlive } from '../../shared/health.ts'
import { createGate, type Gate, type GateEvents } from './gate.ts'
import { jarFile, writerOfLeftover } from './jar-file.ts'
import { type JarNotice, memoryJar, openSharedJar } from './jar-store.ts'
import { openSession, type Session } from './session.ts'

export interface SessionManager {
  /** The session for an address and a key, opened at its first use. */
  sessionFor(url: string, credential: string | undefined): Session
  all(): Session[]
  close(): Promise<void>
}

/** Who hears of what sessions go through. */
export interface SessionEvents extends GateEvents {
  /** A jar's file was not as it should be. */
  notice(origin: string, notice: JarNotice): void
}

export interface SessionOptions {
  /** Where jars are kept; without it cookies live as long as the process. */
  readonly folder?: string
  readonly events?: SessionEvents
  /** Milliseconds since the epoch. */
  readonly now?: () => number
}

const deaf: SessionEvents = { challenged: () => {}, retried: () => {}, notice: () => {} }

export function createSessionManager(connectMs: number, options: SessionOptions = {}): SessionManager {
  const { folder, events = deaf, now = Date.now } = options
  const sessions = new Map<string, Session>()
  const gates = new Map<string, Gate>()
  if (folder !== undefined) removeLeftovers(folder)

  const gateOf = (origin: string): Gate => {
    const gate = gates.get(origin) ?? createGate(origin, now, events)
    gates.set(origin, gate)
    return gate
  }
  const open = (origin: string, key: string, credential: string): Session => {
    const jar =
      folder === undefined
        ? memoryJar(now)
        : openSharedJar(jarFile(path.join(folder, nameOf(origin, key)), { origin, credential }), now, notice =>
            events.notice(origin, notice),
          )
    const writer = (process.pid % 1_000) / 1_000
    return openSession({ origin, connectMs, jar, gate: gateOf(origin), now, writer })
  }
  return {
    sessionFor(url, credential) {
      const { origin } = new URL(url)
      // A digest: neither the map's keys nor the files must spread the credential any further.
      const digest = sha256(credential ?? '')
      const key = `${origin} ${digest}`
      const known = sessions.get(key)
      if (known) return known
      const session = open(origin, key, digest)
      sessions.set(key, session)
      return session
    },
    all: () => [...sessions.values()],
    close: async () => void (await Promise.all([...sessions.values()].map(session => session.close()))),
  }
}

/** Readable by whoever looks for a provider; the digest alone tells jars apart. */
function nameOf(origin: string, key: string): string {
  return `${origin.replace('://', '-').replaceAll(/[^\w.-]/g, '_')}-${sha256(key).slice(0, 32)}.json`
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Files that a killed writer was at. */
function removeLeftovers(folder: string): void {
  try {
    for (const name of readdirSync(folder)) {
      const pid = writerOfLeftover(name)
      if (pid !== null && !isAlive(pid)) rmSync(path.join(folder, name), { force: true })
    }
  } catch {
    // No folder yet, or not ours to tidy: writing a jar will say what is wrong with it.
  }
}
