import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findLitellm, installPaths, pinnedVersion, requirementsFile, stampOf } from './find.ts'
import type { InstallPaths, Litellm } from './find.ts'
import { acquireLock } from './lock.ts'
import { findPython } from './python.ts'
import { folderBytes, runStep } from './run-step.ts'

const uvRequirementsFile = join(import.meta.dirname, 'uv-requirements.txt')

export interface InstallOptions {
  /** The repository's root; the install is in its `.litellm` folder. */
  readonly root: string
  readonly report: (line: string) => void
  readonly env?: NodeJS.ProcessEnv
}

/**
 * The LiteLLM to run, installed first where it has to be. A failed install is the stand-in with the reason, unless
 * `CROSSFADE_LITELLM=required`; a `LITELLM_BIN` that cannot be run always throws.
 */
export async function ensureLitellm(options: InstallOptions): Promise<Litellm> {
  const { root, report, env = process.env } = options
  const find = async (): Promise<Litellm> => await findLitellm(root, { ...env, CROSSFADE_LITELLM: undefined }, report)
  if (env.CROSSFADE_LITELLM === 'stand-in') return await findLitellm(root, env)
  const present = await find()
  if (present.kind !== 'stand-in') return present

  const paths = installPaths(root)
  try {
    return await installAlone(paths, report, env, find)
  } catch (error) {
    const because = `LiteLLM could not be installed: ${error instanceof Error ? error.message : String(error)}`
    if (env.CROSSFADE_LITELLM === 'required') throw new Error(because, { cause: error })
    rememberFailure(paths, because)
    return { kind: 'stand-in', because }
  }
}

/** For `findLitellm`, which tells it to whoever asks later. */
function rememberFailure({ failure }: InstallPaths, because: string): void {
  try {
    writeFileSync(failure, `${because}\n`)
  } catch {
    // The place cannot be written to, which is what `because` says already.
  }
}

/** Installs unless another start has done so meanwhile. */
async function installAlone(
  paths: InstallPaths,
  report: (line: string) => void,
  env: NodeJS.ProcessEnv,
  find: () => Promise<Litellm>,
): Promise<Litellm> {
  mkdirSync(paths.home, { recursive: true })
  const lock = await acquireLock(paths.lock, pid => report(`  another start (process ${pid}) is installing LiteLLM`))
  try {
    const meanwhile = await find()
    if (meanwhile.kind !== 'stand-in') return meanwhile
    await install(paths, report, env, lock.held)
    return await find()
  } finally {
    // A lock that was taken over belongs to another installation, and so does the cache.
    if (lock.held()) rmSync(paths.cache, { recursive: true, force: true })
    lock.release()
  }
}

/** Builds the venv where it will stay, because its scripts hold absolute paths; the stamp makes it whole. */
async function install(
  paths: InstallPaths,
  report: (line: string) => void,
  env: NodeJS.ProcessEnv,
  stillMine: () => boolean,
): Promise<void> {
  const requirements = readFileSync(requirementsFile, 'utf8')
  const version = pinnedVersion(requirements)
  const { stamp, failure, venv, cache, pycache } = paths
  for (const left of [stamp, failure, venv, cache, pycache]) rmSync(left, { recursive: true, force: true })
  mkdirSync(join(paths.cache, 'tmp'), { recursive: true })
  const python = await findPython(env)
  if ('missing' in python) throw new Error(python.missing)

  const since = Date.now()
  report(`Installing LiteLLM ${version} into .litellm (about 620 MB, once)`)
  const tools = join(paths.cache, 'tools')
  const venvPython = join(paths.venv, 'bin/python')
  const progress = { folder: paths.cache, report, since }
  const inherited = installEnvironment(env, paths.cache)
  const run = async (what: string, ...command: [string, ...string[]]): Promise<void> =>
    await runStep({ what, command, env: inherited }, progress)

  await run('making a Python environment', python.path, '-I', '-m', 'venv', paths.venv)
  const pip = [venvPython, '-I', '-m', 'pip', 'install', '--quiet', '--no-deps', '--only-binary', ':all:'] as const
  const pinnedUv = ['--timeout', '15', '--retries', '1', '--require-hashes', '-r', uvRequirementsFile]
  await run('fetching the installer', ...pip, '--target', tools, ...pinnedUv)
  const uv = [join(tools, 'bin/uv'), 'pip', 'install', '--python', venvPython, '--require-hashes'] as const
  await run(`installing LiteLLM ${version}`, ...uv, '-r', requirementsFile)

  const megabytes = Math.round((await folderBytes(paths.venv)) / 1e6)
  if (!stillMine()) throw new Error('another start took the installation over')
  writeFileSync(paths.stamp, `${stampOf(requirements, paths.venv)}\n`)
  report(`LiteLLM ${version} is installed: ${Math.round((Date.now() - since) / 1000)} s, ${megabytes} MB`)
}

/** Keeps pip and uv to the folder given, away from the user's own settings of where to install, and not patient. */
export function installEnvironment(env: NodeJS.ProcessEnv, cache: string): NodeJS.ProcessEnv {
  const kept = { ...env }
  const redirecting =
    /^(PYTHON(HOME|PATH)|VIRTUAL_ENV|CONDA_PREFIX|PIP_(USER|TARGET|PREFIX|ROOT|REQUIRE_VIRTUALENV)|UV_TARGET|UV_PREFIX)$/
  for (const name of Object.keys(kept)) if (redirecting.test(name)) delete kept[name]
  const index = env.UV_DEFAULT_INDEX ?? env.UV_INDEX_URL ?? env.PIP_INDEX_URL
  const certificates = env.SSL_CERT_FILE ?? env.PIP_CERT
  return {
    ...kept,
    ...(index ? { UV_DEFAULT_INDEX: index } : {}),
    ...(certificates ? { SSL_CERT_FILE: certificates } : {}),
    PIP_NO_INPUT: '1',
    PIP_CACHE_DIR: join(cache, 'pip'),
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
    TMPDIR: join(cache, 'tmp'),
    UV_CACHE_DIR: join(cache, 'uv'),
    UV_HTTP_TIMEOUT: '30',
    UV_PYTHON_DOWNLOADS: 'never',
  }
}
