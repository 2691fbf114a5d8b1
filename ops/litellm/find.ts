import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { judgeVersion, litellmVersion } from './bin-version.ts'

/** Which LiteLLM answers: somebody's own, the pinned one, or the stand-in and why. */
export type Litellm =
  { kind: 'custom' | 'pinned'; bin: string; version: string } | { kind: 'stand-in'; because: string }

/** Where the local install keeps its things; all of it is under the git-ignored `.litellm`. */
export interface InstallPaths {
  readonly home: string
  readonly venv: string
  readonly bin: string
  /** Written last: an install without it is not whole. */
  readonly stamp: string
  /** Why the last install failed, in one sentence. */
  readonly failure: string
  readonly lock: string
  /** Downloads and tools of a running install; removed when it ends. */
  readonly cache: string
  /** Python's compiled files. */
  readonly pycache: string
}

export const requirementsFile = join(import.meta.dirname, 'requirements.txt')

export function installPaths(root: string): InstallPaths {
  const home = join(realpathSync(root), '.litellm')
  const at = (name: string): string => join(home, name)
  return {
    home,
    venv: at('venv'),
    bin: at('venv/bin/litellm'),
    stamp: at('stamp'),
    failure: at('failure'),
    lock: at('install.lock'),
    cache: at('cache'),
    pycache: at('pycache'),
  }
}

/** The version that `requirements.txt` pins. */
export function pinnedVersion(requirements: string): string {
  return /^litellm==([^\s\\]+)/m.exec(requirements)?.[1] ?? 'unknown'
}

/** What the stamp of a whole install says. The place belongs to it: scripts in a venv hold absolute paths. */
export function stampOf(requirements: string, venv: string): string {
  return createHash('sha256').update(requirements).update(`\n${venv}\n`).digest('hex')
}

/**
 * Decides which LiteLLM to run, without installing anything. Throws when `LITELLM_BIN` cannot be run, or when
 * `CROSSFADE_LITELLM=required` and there is none.
 */
export async function findLitellm(
  root: string,
  env: NodeJS.ProcessEnv = process.env,
  warn: (line: string) => void = () => {},
): Promise<Litellm> {
  if (env.CROSSFADE_LITELLM === 'stand-in')
    return { kind: 'stand-in', because: 'CROSSFADE_LITELLM=stand-in asks for it' }
  if (env.LITELLM_BIN) return await customLitellm(resolve(root, env.LITELLM_BIN), warn)
  const pinned = findPinned(root)
  if (pinned) return pinned
  const because = whyNotInstalled(root)
  if (env.CROSSFADE_LITELLM === 'required') throw new Error(`CROSSFADE_LITELLM=required, but ${because}`)
  return { kind: 'stand-in', because }
}

async function customLitellm(bin: string, warn: (line: string) => void): Promise<Litellm> {
  if (!existsSync(bin)) throw new Error(`LITELLM_BIN is ${bin}, which does not exist`)
  if (!isExecutable(bin)) throw new Error(`LITELLM_BIN is ${bin}, which is not an executable file`)
  const version = await litellmVersion(bin)
  const verdict = judgeVersion(version)
  if (!verdict.use) throw new Error(`LITELLM_BIN is ${bin}: ${verdict.because}`)
  if (verdict.warning) warn(`LITELLM_BIN is ${bin}: ${verdict.warning}`)
  return { kind: 'custom', bin, version: version ?? 'unknown' }
}

function findPinned(root: string): Litellm | null {
  const { venv, bin, stamp } = installPaths(root)
  const requirements = readFileSync(requirementsFile, 'utf8')
  if (readOr(stamp, '').trim() !== stampOf(requirements, venv)) return null
  // The venv's python is a link to the system's, which an upgrade may have removed.
  if (!isExecutable(bin) || !isExecutable(join(venv, 'bin/python'))) return null
  return { kind: 'pinned', bin, version: pinnedVersion(requirements) }
}

function whyNotInstalled(root: string): string {
  const { failure } = installPaths(root)
  return readOr(failure, '').trim() || 'LiteLLM is not installed here yet: npm start installs it'
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

function readOr(path: string, fallback: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : fallback
}
