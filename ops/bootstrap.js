#!/usr/bin/env node
/**
 * The first file of every command, in JavaScript that any Node from 18 on understands: it installs what is missing and
 * hands over to the pinned Node, which runs the TypeScript behind it.
 *
 *   node ops/bootstrap.js <crossfade command…>     the CLI, with what running needs
 *   node ops/bootstrap.js --dev <npm script>       an npm script, with the development tools too
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { installStamp } from './postinstall.js'

const root = path.resolve(path.dirname(realpathSync(fileURLToPath(import.meta.url))), '..')
const bin = path.join(root, 'node_modules', '.bin')
const node = path.join(bin, process.platform === 'win32' ? 'node.cmd' : 'node')

const [first, ...rest] = process.argv.slice(2)
if (first === '--dev') {
  install('all')
  exit(npm(['run', '--silent', ...rest], 'inherit'))
} else {
  install('runtime')
  const cli = path.join(root, 'ops', 'cli.ts')
  exit(spawnSync(node, [cli, ...process.argv.slice(2)], { stdio: 'inherit', env: withBin() }))
}

/** @param {'all' | 'runtime'} wanted */
function install(wanted) {
  const stamp = path.join(root, 'node_modules', '.crossfade-install')
  const installed = existsSync(stamp) && existsSync(node) ? readFileSync(stamp, 'utf8') : ''
  if (installed === installStamp(root, 'all') || (wanted === 'runtime' && installed === installStamp(root, 'runtime')))
    return
  process.stderr.write(
    `Installing ${wanted === 'all' ? 'the project and its development tools' : 'what Crossfade needs'}…\n`,
  )
  const omit = wanted === 'runtime' ? ['--omit=dev'] : []
  const result = npm(['ci', '--no-audit', '--no-fund', '--loglevel=error', ...omit], ['ignore', 2, 2])
  if (result.status !== 0) {
    process.stderr.write('npm ci failed; its messages are above.\n')
    exit(result)
  }
}

/**
 * @param {string[]} args
 * @param {import('node:child_process').StdioOptions} stdio
 */
function npm(args, stdio) {
  const own = process.env.npm_execpath
  return own
    ? spawnSync(process.execPath, [own, ...args], { cwd: root, stdio, env: withBin() })
    : spawnSync('npm', args, { cwd: root, stdio, env: withBin() })
}

/** Whatever a command starts by the name `node` is the pinned one. */
function withBin() {
  return { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}` }
}

/** @param {{ status: number | null, signal: NodeJS.Signals | null, error?: Error }} result */
function exit(result) {
  if (result.error) process.stderr.write(`${result.error.message}\n`)
  process.exit(result.status ?? 1)
}
