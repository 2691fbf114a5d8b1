import { execFile } from 'node:child_process'
import { closeSync, openSync, readSync } from 'node:fs'
import { basename } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** What may be done with a LiteLLM of a version: run it, run it with a warning, or never run it. */
export type VersionVerdict = { use: true; warning: string | null } | { use: false; because: string }

/** Releases of March 2026 that carried a credential stealer. */
const trojaned = new Set(['1.82.7', '1.82.8'])
const safe = [1, 84, 0] as const

/** Judges a LiteLLM by its version; null when the version could not be told. */
export function judgeVersion(version: string | null): VersionVerdict {
  if (version === null) return { use: true, warning: 'its version could not be told; 1.82.7 and 1.82.8 were trojaned' }
  if (trojaned.has(version)) return { use: false, because: `LiteLLM ${version} was trojaned and is never run` }
  return { use: true, warning: isOlder(version) ? `LiteLLM ${version} is older than ${safe.join('.')}` : null }
}

function isOlder(version: string): boolean {
  const parts = version.split('.').map(part => Number.parseInt(part, 10))
  for (const [index, wanted] of safe.entries()) {
    const part = parts[index] ?? 0
    if (part !== wanted) return part < wanted
  }
  return false
}

/**
 * Asks Python's package metadata. `-S` keeps `site` out, and with it every `.pth` file: one of those carried the
 * trojan of 1.82.8 and would run at the interpreter's start. So the package folders are named here by hand.
 */
const ask = `import importlib.metadata as m, os, sys, sysconfig as s
venv = os.path.dirname(os.path.dirname(sys.executable))
paths = []
if os.path.exists(os.path.join(venv, 'pyvenv.cfg')):
    paths = [s.get_path(k, 'posix_prefix', vars={'base': venv, 'platbase': venv}) for k in ('purelib', 'platlib')]
for scheme in s.get_scheme_names():
    try:
        paths += [s.get_path(k, scheme) for k in ('purelib', 'platlib')]
    except KeyError:
        pass
for found in m.Distribution.discover(name='litellm', path=paths):
    print(found.version)
    break`

/** The version of the LiteLLM that the script `bin` starts, without running any of it; null when it cannot be told. */
export async function litellmVersion(bin: string): Promise<string | null> {
  const interpreter = interpreterOf(firstBytes(bin))
  if (!interpreter) return null
  const [file, ...args] = interpreter
  try {
    const { stdout } = await run(file, [...args, '-I', '-S', '-c', ask], { timeout: 20_000 })
    return stdout.trim() || null
  } catch {
    return null
  }
}

/** The Python a script names in its first lines, as pip and uv write them; null for anything else. */
export function interpreterOf(head: string): [string, ...string[]] | null {
  const [first = '', second = ''] = head.split('\n')
  // pip's and uv's form for paths too long or too odd for a shebang: a shell line that is also a Python string.
  const viaShell = first.startsWith('#!/bin/sh') ? /^'''exec' (?:"([^"]+)"|'([^']+)'|(\S+)) /.exec(second) : null
  const words = viaShell ? [viaShell[1] ?? viaShell[2] ?? viaShell[3] ?? ''] : shebang(first)
  const named = words.findLast(word => !word.startsWith('-')) ?? ''
  const [file, ...args] = words
  return file && /^(python|pypy)/.test(basename(named)) ? [file, ...args] : null
}

function shebang(line: string): string[] {
  return line.startsWith('#!') ? line.slice(2).trim().split(/\s+/) : []
}

function firstBytes(path: string): string {
  const file = openSync(path, 'r')
  try {
    const buffer = Buffer.alloc(1024)
    return buffer.toString('utf8', 0, readSync(file, buffer))
  } finally {
    closeSync(file)
  }
}
