import { spawn } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import t, { type Test } from 'tap'
import { installStamp } from '../../ops/postinstall.js'
import { temporaryFolder, writeFile } from '../support/files.ts'

const root = path.resolve(import.meta.dirname, '../..')

/** A repository with the two files under test, a fake Node behind them and a fake npm that tells what it was asked. */
function repository(t: Test): { folder: string; stamp: string; npmLog: string } {
  const folder = temporaryFolder(t)
  for (const name of ['bootstrap.js', 'postinstall.js', 'pm2-home.js']) {
    copyFileSync(path.join(root, 'ops', name), writeFile(folder, `ops/${name}`, ''))
  }
  writeFile(folder, 'package.json', '{"type":"module"}')
  writeFile(folder, 'package-lock.json', '{"lockfileVersion":3}')
  const npmLog = path.join(folder, 'npm.log')
  const script = `import { appendFileSync } from 'node:fs'
appendFileSync(${JSON.stringify(npmLog)}, process.argv.slice(2).join(' ') + '\\n')
process.exit(Number(process.env.NPM_EXIT ?? 0))\n`
  writeFile(folder, 'npm.mjs', script)
  mkdirSync(path.join(folder, 'node_modules/.bin'), { recursive: true })
  const node = writeFile(folder, 'node_modules/.bin/node', '#!/bin/sh\necho "node $*"\nexit 7\n')
  chmodSync(node, 0o755)
  return { folder, stamp: path.join(folder, 'node_modules/.crossfade-install'), npmLog }
}

function run(folder: string, file: string, args: string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [path.join(folder, 'ops', file), ...args], {
    env: { PATH: process.env.PATH, npm_execpath: path.join(folder, 'npm.mjs'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  return new Promise<{ code: number | null; output: string }>(resolve =>
    child.once('close', code => resolve({ code, output })),
  )
}

const asked = (npmLog: string): string[] => (existsSync(npmLog) ? readFileSync(npmLog, 'utf8').trim().split('\n') : [])

t.test('a stamp says which lockfile is installed, and whether with the development tools', async t => {
  const { folder } = repository(t)
  const stamp = installStamp(folder, 'all')
  t.match(stamp, /^[0-9a-f]{64} all$/)
  t.equal(installStamp(folder, 'runtime'), stamp.replace('all', 'runtime'))
  writeFile(folder, 'package-lock.json', '{"lockfileVersion":4}')
  t.not(installStamp(folder, 'all'), stamp)
})

const installs: { name: string; stamp: 'all' | 'runtime' | 'old' | null; args: string[]; npm: string[] }[] = [
  {
    name: 'nothing installed',
    stamp: null,
    args: ['status'],
    npm: ['ci --no-audit --no-fund --loglevel=error --omit=dev'],
  },
  {
    name: 'an older lockfile',
    stamp: 'old',
    args: ['status'],
    npm: ['ci --no-audit --no-fund --loglevel=error --omit=dev'],
  },
  { name: 'what is needed is there', stamp: 'runtime', args: ['status'], npm: [] },
  { name: 'more than needed is there', stamp: 'all', args: ['status'], npm: [] },
  {
    name: 'the tools are missing',
    stamp: 'runtime',
    args: ['--dev', 'check:run'],
    npm: ['ci --no-audit --no-fund --loglevel=error', 'run --silent check:run'],
  },
  { name: 'the tools are there', stamp: 'all', args: ['--dev', 'check:run'], npm: ['run --silent check:run'] },
]

for (const { name, stamp: installed, args, npm } of installs) {
  t.test(`bootstrap: ${name}`, async t => {
    const { folder, stamp, npmLog } = repository(t)
    if (installed) writeFileSync(stamp, installed === 'old' ? 'older all' : installStamp(folder, installed))
    const ran = await run(folder, 'bootstrap.js', args)
    t.strictSame(asked(npmLog), npm)
    if (args[0] === '--dev') return
    t.equal(ran.code, 7, 'the command’s own exit code')
    t.match(ran.output, `node ${path.join(folder, 'ops/cli.ts')} status`, 'run by the pinned Node')
  })
}

t.test('bootstrap: an install that fails is said, and nothing is run on top of it', async t => {
  const { folder } = repository(t)
  const ran = await run(folder, 'bootstrap.js', ['start'], { NPM_EXIT: '9' })
  t.equal(ran.code, 9)
  t.match(ran.output, /npm ci failed; its messages are above\./)
  t.notMatch(ran.output, /cli\.ts/)
})

t.test('postinstall links the commands where npx looks first, and leaves the stamp', async t => {
  const { folder, stamp } = repository(t)
  for (const [env, what] of [
    [{ npm_config_omit: 'dev' }, 'runtime'],
    [{ NODE_ENV: 'production' }, 'runtime'],
    [{}, 'all'],
  ] as const) {
    const ran = await run(folder, 'postinstall.js', [], env)
    t.equal(ran.code, 0, ran.output)
    t.equal(readFileSync(stamp, 'utf8'), installStamp(folder, what))
  }
  for (const [name, target] of [
    ['crossfade', '../../ops/bootstrap.js'],
    ['pm2', '../../ops/pm2-home.js'],
  ] as const) {
    const link = path.join(folder, 'node_modules/.bin', name)
    t.equal(readlinkSync(link), target)
    t.ok(lstatSync(path.join(folder, 'node_modules/.bin', target)).mode & 0o100, 'and can be run')
  }
  t.strictSame(asked(path.join(folder, 'npm.log')), [], 'npm itself is not called')
})
