import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { interpreterOf, judgeVersion, litellmVersion } from '../../ops/litellm/bin-version.ts'

void t.test('which versions are run', async t => {
  const cases = [
    { version: '1.82.7', use: false },
    { version: '1.82.8', use: false },
    { version: '1.82.1', use: true, warns: true },
    { version: '1.83.14', use: true, warns: true },
    { version: '0.14.0', use: true, warns: true },
    { version: '1.84.0', use: true, warns: false },
    { version: '1.106.2', use: true, warns: false },
    { version: '1.84.0rc1', use: true, warns: false },
    { version: '2.0.0', use: true, warns: false },
    { version: null, use: true, warns: true },
  ]
  for (const { version, use, warns } of cases) {
    const verdict = judgeVersion(version)
    t.equal(verdict.use, use, `${version}`)
    if (verdict.use) t.equal(verdict.warning !== null, warns, `${version} warns`)
  }
})

void t.test('the Python a script names', async t => {
  const cases: [string, string[] | null][] = [
    ['#!/opt/ll/bin/python\nimport sys', ['/opt/ll/bin/python']],
    ['#!/opt/ll/bin/python3.11 -E\n', ['/opt/ll/bin/python3.11', '-E']],
    ['#!/usr/bin/env python3\n', ['/usr/bin/env', 'python3']],
    [`#!/bin/sh\n'''exec' "/a long/path/python3" "$0" "$@"\n' '''\n`, ['/a long/path/python3']],
    [`#!/bin/sh\n'''exec' /plain/python "$0" "$@"\n' '''\n`, ['/plain/python']],
    ['#!/usr/bin/env bash\nexec litellm', null],
    ['#!/bin/sh\nexec litellm\n', null],
    ['\u007fELF', null],
    ['', null],
  ]
  for (const [head, want] of cases) t.strictSame(interpreterOf(head), want, head.split('\n')[0] ?? '')
})

void t.test('the version is read without running anything of the installation', async t => {
  const venv = t.testdir()
  const python = execFileSync('python3', ['-c', 'import sys; print(sys.executable, *sys.version_info[:2])'], {
    encoding: 'utf8',
  })
  const [path = '', major, minor] = python.trim().split(' ')
  const packages = join(venv, `lib/python${major}.${minor}/site-packages`)
  const proof = join(venv, 'was-run')
  mkdirSync(join(venv, 'bin'))
  mkdirSync(join(packages, 'litellm-1.82.8.dist-info'), { recursive: true })
  writeFileSync(join(venv, 'pyvenv.cfg'), `home = ${join(path, '..')}\ninclude-system-site-packages = false\n`)
  symlinkSync(path, join(venv, 'bin/python'))
  writeFileSync(
    join(packages, 'litellm-1.82.8.dist-info/METADATA'),
    'Metadata-Version: 2.1\nName: litellm\nVersion: 1.82.8\n',
  )
  writeFileSync(join(packages, 'evil.pth'), `import pathlib; pathlib.Path(${JSON.stringify(proof)}).touch()\n`)
  const bin = join(venv, 'bin/litellm')
  writeFileSync(bin, `#!${join(venv, 'bin/python')}\nraise SystemExit('never run')\n`, { mode: 0o755 })

  t.equal(await litellmVersion(bin), '1.82.8')
  t.notOk(existsSync(proof), 'no .pth file was run')
  execFileSync(join(venv, 'bin/python'), ['-c', ''])
  t.ok(existsSync(proof), 'an ordinary start would have run it')
})

void t.test('no version where the script is not Python', async t => {
  const bin = join(t.testdir({ litellm: '#!/bin/sh\nexit 0\n' }), 'litellm')
  t.equal(await litellmVersion(bin), null)
})
