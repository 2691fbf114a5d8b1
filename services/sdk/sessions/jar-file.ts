/** One jar's file: read only when it has changed and only when it is sound, replaced whole or not at all. */
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { mkdir, open, rm } from 'node:fs/promises'
import path from 'node:path'
import { jarSchema, type KeptCookie } from './kept-cookie.ts'

/** Whose cookies they are. */
export interface JarOwner {
  readonly origin: string
  /** A digest; the credential itself is nowhere on disk. */
  readonly credential: string
}

/** What a look at the file brought. */
type Look =
  | { readonly kind: 'unchanged' | 'absent' }
  | { readonly kind: 'read'; readonly cookies: readonly KeptCookie[]; readonly repaired: boolean }
  /** It was no jar and has been moved aside, to where `movedTo` says, or could not even be moved. */
  | { readonly kind: 'corrupt'; readonly because: string; readonly movedTo: string | null }

export interface JarFile {
  look(now: number): Look
  /** False where somebody else has written since the last look, or is writing: then that has to be looked at first. */
  write(cookies: readonly KeptCookie[]): Promise<boolean>
}

const largestFile = 1 << 20
const privateMode = 0o600

export function jarFile(file: string, owner: JarOwner): JarFile {
  const temporary = `${file}.${process.pid}.tmp`
  let seen = ''
  return {
    look(now) {
      const signature = signatureOf(file)
      if (signature === null) {
        seen = ''
        return { kind: 'absent' }
      }
      if (signature === seen) return { kind: 'unchanged' }
      seen = signature
      try {
        return { kind: 'read', ...readJar(file, owner) }
      } catch (error) {
        if (isAbsent(error)) return { kind: 'absent' }
        return {
          kind: 'corrupt',
          because: reasonOf(error),
          movedTo: signatureOf(file) === signature ? moveAside(file, now) : null,
        }
      }
    },
    async write(cookies) {
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
      try {
        const written = await writeSynced(temporary, JSON.stringify({ schema: 1, ...owner, cookies }))
        const replaced = underLock(`${file}.lock`, () => {
          // Syncing has taken milliseconds, in which a sibling may have finished.
          if ((signatureOf(file) ?? '') !== seen) return false
          renameSync(temporary, file)
          return true
        })
        if (replaced) seen = written
        else await rm(temporary, { force: true })
        return replaced
      } catch (error) {
        await rm(temporary, { force: true }).catch(() => {})
        throw error
      }
    },
  }
}

/** Whether a name in the folder of jars is what a writer left behind that was killed; its process id, or null. */
export function writerOfLeftover(name: string): number | null {
  const pid = /\.json\.(\d+)\.tmp$/.exec(name)?.[1]
  return pid === undefined ? null : Number(pid)
}

/** A lock is held for microseconds; one that is older than this has lost its holder. */
const staleLockMs = 1_000

/** Does a step that must not happen in two processes at once; false, undone, while another process is at it. */
function underLock(lock: string, step: () => boolean): boolean {
  try {
    closeSync(openSync(lock, 'wx', privateMode))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    const held = statSync(lock, { throwIfNoEntry: false })
    if (held && Date.now() - held.mtimeMs > staleLockMs) rmSync(lock, { force: true })
    return false
  }
  try {
    return step()
  } finally {
    rmSync(lock, { force: true })
  }
}

class NotAJar extends Error {}

function readJar(file: string, owner: JarOwner): { cookies: readonly KeptCookie[]; repaired: boolean } {
  // A link could lead anywhere; and opening must not wait for a pipe's other end.
  const handle = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    const stat = fstatSync(handle)
    if (!stat.isFile()) throw new NotAJar('it is not a file')
    if (stat.size > largestFile) throw new NotAJar(`it has ${stat.size} bytes`)
    const repaired = (stat.mode & 0o777) !== privateMode
    if (repaired) fchmodSync(handle, privateMode)
    const { origin, credential, cookies } = jarSchema.parse(JSON.parse(readFileSync(handle, 'utf8')))
    if (origin !== owner.origin || credential !== owner.credential)
      throw new NotAJar('it is the jar of another session')
    return { cookies, repaired }
  } finally {
    closeSync(handle)
  }
}

async function writeSynced(file: string, text: string): Promise<string> {
  await rm(file, { force: true })
  // Exclusive: it must be a new file of ours, not something that stands there under that name.
  const handle = await open(file, 'wx', privateMode)
  try {
    await handle.writeFile(text)
    await handle.sync()
    return signature(await handle.stat({ bigint: true }))
  } finally {
    await handle.close()
  }
}

function signatureOf(file: string): string | null {
  try {
    return signature(lstatSync(file, { bigint: true }))
  } catch (error) {
    // Looked at once: the next look tells nothing new.
    return isAbsent(error) ? null : 'unreadable'
  }
}

function signature({ ino, mtimeNs, size, mode }: { ino: bigint; mtimeNs: bigint; size: bigint; mode: bigint }): string {
  return [ino, mtimeNs, size, mode].join(':')
}

function moveAside(file: string, now: number): string | null {
  const aside = `${file}.corrupt-${new Date(now).toISOString().replaceAll(':', '-')}`
  try {
    renameSync(file, aside)
    return aside
  } catch {
    return null
  }
}

function isAbsent(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code
  return code === 'ENOENT' || code === 'ENOTDIR'
}

/** Never the file's own words: a parse error quotes them, and they may be a cookie's value. */
function reasonOf(error: unknown): string {
  if (error instanceof NotAJar) return error.message
  if (error instanceof SyntaxError) return 'it is not JSON'
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ELOOP') return 'it is a symbolic link'
  return code === undefined ? 'it is not of our schema' : `it cannot be read (${code})`
}
