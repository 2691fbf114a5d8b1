import { chmodSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t from 'tap'
import { findLitellm, installPaths, pinnedVersion, requirementsFile, stampOf } from '../../ops/litellm/find.ts'
import { findPython } from '../../ops/litellm/python.ts'

const requirements = readFileSync(requirementsFile, 'utf8')

function executable(path: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, '#!/bin/sh\nexit 0\n')
  chmodSync(path, 0o755)
}

/** A folder that looks like a whole install. */
function installed(root: string): ReturnType<typeof installPaths> {
  const paths = installPaths(root)
  executable(paths.bin)
  executable(join(paths.venv, 'bin/python'))
  writeFileSync(paths.stamp, stampOf(requirements, paths.venv))
  return paths
}

void t.test('the pinned version is safe', async t => {
  t.match(pinnedVersion(requirements), /^1\.\d+\.\d+$/)
  t.ok(Number(pinnedVersion(requirements).split('.')[1]) >= 84)
  t.match(requirements, /^prisma==/m, 'without prisma a request without a key is a 500')
})

void t.test('an install counts only when it is whole and where it was made', async t => {
  const cases: {
    name: string
    spoil: (paths: ReturnType<typeof installPaths>) => void
    want: 'pinned' | 'stand-in'
  }[] = [
    { name: 'whole', spoil: () => {}, want: 'pinned' },
    { name: 'killed half-way', spoil: paths => writeFileSync(paths.stamp, ''), want: 'stand-in' },
    {
      name: 'other requirements',
      spoil: p => writeFileSync(p.stamp, stampOf('litellm==1.90.0', p.venv)),
      want: 'stand-in',
    },
    {
      name: 'copied from elsewhere',
      spoil: p => writeFileSync(p.stamp, stampOf(requirements, '/else')),
      want: 'stand-in',
    },
    { name: 'python gone', spoil: p => chmodSync(join(p.venv, 'bin/python'), 0o644), want: 'stand-in' },
  ]
  for (const { name, spoil, want } of cases) {
    const root = realpathSync(t.testdir({}))
    spoil(installed(root))
    t.equal((await findLitellm(root, {})).kind, want, name)
  }
})

void t.test('CROSSFADE_LITELLM', async t => {
  const root = t.testdir({})
  await t.rejects(findLitellm(root, { CROSSFADE_LITELLM: 'required' }), /required.*not installed/)
  installed(root)
  t.equal((await findLitellm(root, { CROSSFADE_LITELLM: 'required' })).kind, 'pinned')
  t.match(await findLitellm(root, { CROSSFADE_LITELLM: 'stand-in' }), {
    kind: 'stand-in',
    because: /CROSSFADE_LITELLM/,
  })
})

void t.test('the reason of a failed install is told until it succeeds', async t => {
  const root = t.testdir({ '.litellm': { failure: 'LiteLLM could not be installed: no way\n' } })
  t.strictSame(await findLitellm(root, {}), { kind: 'stand-in', because: 'LiteLLM could not be installed: no way' })
})

void t.test('LITELLM_BIN comes first and must be runnable', async t => {
  const root = t.testdir({ plain: 'text', folder: {} })
  installed(root)
  await t.rejects(findLitellm(root, { LITELLM_BIN: join(root, 'nope') }), /LITELLM_BIN.*nope.*does not exist/)
  await t.rejects(findLitellm(root, { LITELLM_BIN: join(root, 'plain') }), /LITELLM_BIN.*not an executable/)
  await t.rejects(findLitellm(root, { LITELLM_BIN: join(root, 'folder') }), /LITELLM_BIN.*not an executable/)
  executable(join(root, 'own'))
  const warnings: string[] = []
  const found = await findLitellm(root, { LITELLM_BIN: 'own' }, line => warnings.push(line))
  t.strictSame(found, { kind: 'custom', bin: join(root, 'own'), version: 'unknown' })
  t.match(warnings, [/version could not be told/])
})

/** A program that answers as a Python of that version. */
function answers(version: string, venv: boolean): string {
  const [major, minor] = version.split('.')
  return `#!/bin/sh\necho '["/at/${version}", ${major}, ${minor}, ${venv}]'\n`
}

void t.test('which Python is taken', async t => {
  const cases: { name: string; files: Record<string, string>; want: object }[] = [
    { name: 'none', files: {}, want: { missing: /no python3 on the PATH/ } },
    { name: 'too old', files: { python3: answers('3.9', true) }, want: { missing: /python3 is 3\.9/ } },
    { name: 'no venv', files: { python3: answers('3.12', false) }, want: { missing: /apt install python3\.12-venv/ } },
    { name: 'a shim without it', files: { python3: '#!/bin/sh\nexit 127\n' }, want: { missing: /no python3/ } },
    {
      name: 'the next one',
      files: {
        python3: answers('3.9', true),
        'python3.13': answers('3.13', false),
        'python3.11': answers('3.11', true),
      },
      want: { path: '/at/3.11' },
    },
    {
      name: 'too new',
      files: { python3: answers('3.15', true), 'python3.12': answers('3.12', true) },
      want: { path: '/at/3.12' },
    },
  ]
  for (const { name, files, want } of cases) {
    const folder = t.testdir(files)
    for (const file of Object.keys(files)) chmodSync(join(folder, file), 0o755)
    t.match(await findPython({ PATH: folder }), want, name)
  }
})
