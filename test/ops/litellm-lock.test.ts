import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { acquireLock } from '../../ops/litellm/lock.ts'

/** The id of a process that has ended. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'exit')
  return child.pid ?? 0
}

void t.test('a lock is held until it is released', async t => {
  const path = join(t.testdir({}), 'lock')
  const first = await acquireLock(path)
  const waitedFor: number[] = []
  const second = acquireLock(path, pid => {
    waitedFor.push(pid)
    first.release()
  })
  const lock = await second
  t.strictSame(waitedFor, [process.pid])
  t.notOk(first.held())
  t.ok(lock.held())
  lock.release()
  t.notOk(existsSync(path))
})

void t.test('locks of the dead are taken over', async t => {
  const longAgo = new Date(Date.now() - 120_000)
  const cases: { name: string; content: string; at?: Date }[] = [
    { name: 'the process has ended', content: `${await deadPid()} x\n` },
    { name: 'its id belongs to another process by now', content: `${process.pid} x\n`, at: longAgo },
    { name: 'killed before it wrote anything', content: '', at: longAgo },
  ]
  for (const { name, content, at } of cases) {
    const path = join(t.testdir({}), 'lock')
    writeFileSync(path, content)
    if (at) utimesSync(path, at, at)
    const lock = await acquireLock(path, () => t.fail(`${name}: waited`))
    t.ok(lock.held(), name)
    lock.release()
  }
})

void t.test('of many that find a stale lock one gets it at a time', async t => {
  const folder = t.testdir({ log: '' })
  const path = join(folder, 'lock')
  writeFileSync(path, `${await deadPid()} x\n`)
  const script = `
    const { acquireLock } = await import(process.argv[1])
    const { appendFileSync } = await import('node:fs')
    const lock = await acquireLock(process.argv[2])
    appendFileSync(process.argv[3], 'in\\n')
    for (const until = Date.now() + 30; Date.now() < until; );
    appendFileSync(process.argv[3], 'out\\n')
    lock.release()`
  const module = join(import.meta.dirname, '../../ops/litellm/lock.ts')
  const args = ['--input-type=module', '-e', script, module, path, join(folder, 'log')]
  const children = Array.from({ length: 5 }, () => spawn(process.execPath, args, { stdio: 'inherit' }))
  await Promise.all(children.map(async child => t.strictSame(await once(child, 'exit'), [0, null])))
  t.equal(readFileSync(join(folder, 'log'), 'utf8'), 'in\nout\n'.repeat(5))
})
