import { once } from 'node:events'
import { chmodSync, existsSync, realpathSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import { findLitellm } from '../../ops/litellm/find.ts'
import { ensureLitellm, installEnvironment } from '../../ops/litellm/install.ts'
import { folderBytes, runStep } from '../../ops/litellm/run-step.ts'

/** A port of loopback on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** The environment of a machine without a package index. */
async function offline(): Promise<NodeJS.ProcessEnv> {
  const index = `http://127.0.0.1:${await closedPort()}/simple`
  const { LITELLM_BIN: _, CROSSFADE_LITELLM: __, PIP_FIND_LINKS: ___, ...env } = process.env
  return { ...env, PIP_CONFIG_FILE: '/dev/null', PIP_INDEX_URL: index, UV_DEFAULT_INDEX: index, UV_OFFLINE: '1' }
}

void t.test('without an index the stand-in is chosen, and the next start tells why', { timeout: 60_000 }, async t => {
  const root = t.testdir({ 'package.json': '{}' })
  const lines: string[] = []
  const env = await offline()
  const first = await ensureLitellm({ root, report: line => lines.push(line), env })
  t.match(first, { kind: 'stand-in', because: /^LiteLLM could not be installed: .+/ })
  t.match(lines, [/Installing LiteLLM/, /making a Python environment: \d+ s, \d+ MB/])
  t.notOk(existsSync(join(root, '.litellm/cache')), 'no downloads are left behind')
  t.notOk(existsSync(join(root, '.litellm/install.lock')))
  t.notOk(existsSync(join(root, '.litellm/stamp')))
  t.strictSame(await findLitellm(root, {}), first)
})

void t.test('a missing Python is said, and required throws', async t => {
  const root = t.testdir({})
  const env = { PATH: join(root, 'nothing') }
  t.match(await ensureLitellm({ root, report: () => {}, env }), { kind: 'stand-in', because: /needs Python 3\.11/ })
  const required = { ...env, CROSSFADE_LITELLM: 'required' }
  await t.rejects(ensureLitellm({ root, report: () => {}, env: required }), /needs Python 3\.11/)
})

void t.test('a place that cannot be written to is the stand-in too', async t => {
  const root = t.testdir({ '.litellm': 'a file in the way' })
  t.match(await ensureLitellm({ root, report: () => {}, env: process.env }), {
    kind: 'stand-in',
    because: /could not be installed/,
  })
})

void t.test('nothing is installed where it is not wanted', async t => {
  const root = realpathSync(t.testdir({ own: '#!/bin/sh\n' }))
  chmodSync(join(root, 'own'), 0o755)
  const cases: { env: NodeJS.ProcessEnv; kind: string }[] = [
    { env: { CROSSFADE_LITELLM: 'stand-in' }, kind: 'stand-in' },
    { env: { CROSSFADE_LITELLM: 'required', LITELLM_BIN: join(root, 'own') }, kind: 'custom' },
  ]
  for (const { env, kind } of cases) t.equal((await ensureLitellm({ root, report: () => {}, env })).kind, kind)
  await t.rejects(
    ensureLitellm({ root, report: () => {}, env: { LITELLM_BIN: '/nowhere/x' } }),
    /LITELLM_BIN is \/nowhere\/x/,
  )
  t.notOk(existsSync(join(root, '.litellm')))
})

void t.test('pip and uv stay inside the folder given', async t => {
  const given = {
    PIP_USER: '1',
    PIP_TARGET: '/x',
    PYTHONPATH: '/x',
    VIRTUAL_ENV: '/x',
    PIP_INDEX_URL: 'http://i',
    HOME: '/h',
  }
  const env = installEnvironment(given, '/cache')
  for (const name of ['PIP_USER', 'PIP_TARGET', 'PYTHONPATH', 'VIRTUAL_ENV']) t.notOk(name in env, name)
  for (const name of ['PIP_CACHE_DIR', 'UV_CACHE_DIR', 'TMPDIR']) t.match(env[name], /^\/cache\//, name)
  t.equal(env.UV_DEFAULT_INDEX, 'http://i', 'the index of pip is the index of uv')
  t.equal(env.HOME, '/h')
})

function step(script: string): Parameters<typeof runStep>[0] {
  return { what: 'work', command: ['/bin/sh', '-c', script], env: process.env }
}

void t.test('a step', async t => {
  const folder = t.testdir({ file: 'x'.repeat(1000) })
  const progress = { folder, since: Date.now(), everyMs: 20 }

  void t.test('ends well with progress lines', async t => {
    const lines: string[] = []
    const go = join(folder, 'go')
    await runStep(step(`until [ -e '${go}' ]; do sleep 0.01; done`), {
      ...progress,
      report: line => {
        if (lines.push(line) === 4) writeFileSync(go, '')
      },
    })
    for (const line of lines) t.match(line, /^ {2}work: \d+ s, \d+ MB$/)
  })

  void t.test('fails with the line that says most', async t => {
    const script = 'echo downloading >&2; echo "  × error: no space left" >&2; echo bye >&2; exit 2'
    await t.rejects(runStep(step(script), { ...progress, report: () => {} }), /^work failed: error: no space left$/)
    await t.rejects(runStep(step('exit 4'), { ...progress, report: () => {} }), /^work failed: it ended with 4$/)
  })

  void t.test('is given up when nothing moves', async t => {
    const stuck = runStep(step('exec tail -f /dev/null'), { ...progress, stallMs: 60, report: () => {} })
    await t.rejects(stuck, /made no progress/)
  })

  t.ok((await folderBytes(folder)) > 0)
  t.equal(await folderBytes(join(folder, 'nope')), 0)
})
