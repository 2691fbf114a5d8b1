import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A Python that can run LiteLLM, or what is missing in one sentence. */
export type Python = { path: string } | { missing: string }

const candidates = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.14']
/** LiteLLM takes 3.10 to 3.14; the lock file is made for 3.11 and newer. */
const oldest = 11
const newest = 14

const probe = `import importlib.util as u, json, sys
print(json.dumps([sys.executable, *sys.version_info[:2], bool(u.find_spec('venv') and u.find_spec('ensurepip'))]))`

/** The first interpreter of `names` that LiteLLM can be installed with. */
export async function findPython(env: NodeJS.ProcessEnv, names: readonly string[] = candidates): Promise<Python> {
  const seen: string[] = []
  for (const name of names) {
    const found = await look(name, env)
    if (!found) continue
    const [path, major, minor, hasVenv] = found
    const inRange = major === 3 && minor >= oldest && minor <= newest
    if (inRange && hasVenv) return { path }
    const version = `${name} is ${major}.${minor}`
    seen.push(
      inRange ? `${version} but has no venv module (Debian: apt install python${major}.${minor}-venv)` : version,
    )
  }
  const there = seen.length > 0 ? seen.join(', ') : 'there is no python3 on the PATH'
  return { missing: `LiteLLM needs Python 3.${oldest} to 3.${newest} with its venv module: ${there}` }
}

async function look(name: string, env: NodeJS.ProcessEnv): Promise<[string, number, number, boolean] | null> {
  try {
    const { stdout } = await run(name, ['-I', '-c', probe], { env, timeout: 10_000 })
    return JSON.parse(stdout) as [string, number, number, boolean]
  } catch {
    // Not there, or a version manager's shim without that version behind it.
    return null
  }
}
