/**
 * A jar that outlives its process and is shared with its siblings: cookies are in memory, a file carries them from one
 * process to the next. Each writes the union of what it has and what it found. Nothing here fails a request.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { JarFile } from './jar-file.ts'
import { covers, type KeptCookie, merge } from './kept-cookie.ts'

/** What happened to a jar's file that somebody should hear of. */
export type JarNotice =
  | { readonly kind: 'corrupt'; readonly because: string; readonly movedTo: string | null }
  | { readonly kind: 'mode-repaired' | 'written-again' }
  | { readonly kind: 'write-failed'; readonly error: unknown }

export interface SharedJar {
  /** The cookies, after a look at the file where the last one is some time ago. */
  cookies(): readonly KeptCookie[]
  add(cookies: readonly KeptCookie[]): void
  /** Looks at the file now: a sibling may have got what this process is missing. */
  refresh(): void
  /** Writes what is not written yet. */
  close(): Promise<void>
}

/** A jar of this process alone. */
export function memoryJar(now: () => number): SharedJar {
  let held: readonly KeptCookie[] = []
  return {
    cookies: () => held,
    add: cookies => void (held = merge(held, cookies, now())),
    refresh: () => {},
    close: async () => {},
  }
}

/** A look costs 2 µs, so it could be taken with every call; but a sibling that does not know yet is merely challenged once. */
const lookEveryMs = 500
const writeEveryMs = 200
const writeAgainMs = 5_000
const betweenTriesMs = 5
const mostTries = 400

export function openSharedJar(file: JarFile, now: () => number, tell: (notice: JarNotice) => void): SharedJar {
  return new FileJar(file, now, tell)
}

class FileJar implements SharedJar {
  readonly #file: JarFile
  readonly #now: () => number
  readonly #tell: (notice: JarNotice) => void
  #held: readonly KeptCookie[] = []
  #dirty = false
  #failing = false
  #closing = false
  #lookedAt = -Infinity
  #wroteAt = -Infinity
  #timer: NodeJS.Timeout | null = null
  #busy = false
  #writing: Promise<void> = Promise.resolve()

  constructor(file: JarFile, now: () => number, tell: (notice: JarNotice) => void) {
    this.#file = file
    this.#now = now
    this.#tell = tell
  }

  cookies(): readonly KeptCookie[] {
    if (this.#now() - this.#lookedAt >= lookEveryMs) this.refresh()
    return this.#held
  }

  add(cookies: readonly KeptCookie[]): void {
    this.#held = merge(this.#held, cookies, this.#now())
    this.#owe()
  }

  refresh(): void {
    this.#lookedAt = this.#now()
    const look = this.#file.look(this.#lookedAt)
    switch (look.kind) {
      case 'unchanged':
        return
      case 'absent':
        if (this.#held.length > 0) this.#owe()
        return
      case 'corrupt':
        this.#tell(look)
        if (this.#held.length > 0) this.#owe()
        return
      case 'read': {
        if (look.repaired) this.#tell({ kind: 'mode-repaired' })
        const theirs = look.cookies.map(cookie => ({ ...cookie, set: Math.min(cookie.set, this.#lookedAt + 1) }))
        this.#held = merge(this.#held, theirs, this.#lookedAt)
        if (!covers(theirs, this.#held)) this.#owe()
      }
    }
  }

  async close(): Promise<void> {
    this.#closing = true
    if (this.#timer) clearTimeout(this.#timer)
    // Siblings close at the same time and may overwrite each other; the second round puts back what was lost.
    for (let rounds = 0; rounds < 3; rounds += 1) {
      await this.#writing
      if (!this.#dirty) this.refresh()
      if (!this.#dirty) return
      await this.#write()
    }
  }

  #owe(): void {
    this.#dirty = true
    this.#wake(this.#wroteAt + writeEveryMs - this.#now())
  }

  /** At most one timer, for a write that is due or for the look after a write; while one is under way, none. */
  #wake(inMs: number): void {
    if (this.#timer !== null || this.#busy || this.#closing) return
    this.#timer = setTimeout(() => this.#awake(), Math.max(0, Math.min(inMs, writeAgainMs))).unref()
  }

  #awake(): void {
    this.#timer = null
    if (!this.#dirty) {
      this.refresh()
      return
    }
    this.#busy = true
    this.#writing = this.#write().then(ok => {
      this.#busy = false
      this.#wake(ok ? writeEveryMs : writeAgainMs)
    })
  }

  /** Writers take turns: who was overtaken looks at what the other wrote and tries again. */
  async #writeUnion(): Promise<void> {
    for (let tries = 0; tries < mostTries; tries += 1) {
      this.refresh()
      this.#dirty = false
      if (await this.#file.write(this.#held)) return
      await sleep(betweenTriesMs)
    }
    throw new Error('other processes write this jar all the time')
  }

  /** Whether it could be written. */
  async #write(): Promise<boolean> {
    this.#wroteAt = this.#now()
    try {
      await this.#writeUnion()
      if (this.#failing) this.#tell({ kind: 'written-again' })
      this.#failing = false
      return true
    } catch (error) {
      this.#dirty = true
      if (!this.#failing) this.#tell({ kind: 'write-failed', error })
      this.#failing = true
      return false
    }
  }
}
