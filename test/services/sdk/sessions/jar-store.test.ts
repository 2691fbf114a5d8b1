import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import t, { type Test } from 'tap'
import { type JarFile, jarFile } from '../../../../services/sdk/sessions/jar-file.ts'
import { type JarNotice, openSharedJar } from '../../../../services/sdk/sessions/jar-store.ts'
import type { KeptCookie } from '../../../../services/sdk/sessions/kept-cookie.ts'
import { createSessionManager } from '../../../../services/sdk/sessions/manager.ts'
import { startChild } from '../../../support/child.ts'
import { eventually } from '../../../support/eventually.ts'
import { temporaryFolder } from '../../../support/files.ts'

const origin = 'http://127.0.0.1:9'
const owner = { origin, credential: 'digest' }
const holder = path.join(import.meta.dirname, '../../../support/cookie-holder.ts')

function cookie(name: string, value = '1'): KeptCookie {
  return { name, value, domain: null, path: '/', expires: null, secure: false, httpOnly: false, set: Date.now() }
}

const names = (cookies: readonly KeptCookie[]): string[] => cookies.map(({ name }) => name).toSorted()
const onDisk = (place: string): string[] =>
  existsSync(place) ? names((JSON.parse(readFileSync(place, 'utf8')) as { cookies: KeptCookie[] }).cookies) : []

/** A process of its own that holds the same session. */
async function sibling(t: Test, folder: string) {
  const child = startChild(t, holder, [folder, origin])
  await child.message()
  const ask = async (): Promise<string[]> => {
    const answer = child.message()
    child.process.send({ ask: true })
    return String(await answer)
      .split('; ')
      .filter(Boolean)
      .toSorted()
  }
  return { child, ask, set: (cookie: string) => void child.process.send({ set: cookie }) }
}

t.test('a session opened anew finds the cookies of the one before, and of no other', async t => {
  const folder = path.join(temporaryFolder(t), 'cookies')
  const first = createSessionManager(1_000, { folder })
  first.sessionFor(origin, 'key').keepCookies(['a=1; Path=/', 'b=2; Path=/; Max-Age=60'], origin)
  first.sessionFor(origin, 'other key').keepCookies('c=3; Path=/', origin)
  first.sessionFor('http://127.0.0.1:10', 'key').keepCookies('d=4; Path=/', 'http://127.0.0.1:10')
  await first.close()

  const second = createSessionManager(1_000, { folder })
  t.teardown(() => second.close())
  const sent = (at: string, key: string | undefined): string => second.sessionFor(at, key).cookieHeader(at)
  t.equal(sent(origin, 'key'), 'a=1; b=2')
  t.equal(sent(origin, 'other key'), 'c=3')
  t.equal(sent('http://127.0.0.1:10', 'key'), 'd=4')
  t.equal(sent('http://localhost:9', 'key'), '')
  t.equal(sent('https://127.0.0.1:9', 'key'), '')
  t.equal(sent(origin, undefined), '')
  const files = readdirSync(folder)
  t.equal(files.length, 3)
  const text = files.map(name => name + readFileSync(path.join(folder, name), 'utf8')).join('')
  t.notMatch(text, /other key|"key"/, 'no credential is on disk')
  for (const name of files) t.equal(statSync(path.join(folder, name)).mode & 0o777, 0o600)
})

t.test('an expired cookie does not come back with a restart', async t => {
  const folder = temporaryFolder(t)
  let now = Date.now()
  const first = createSessionManager(1_000, { folder, now: () => now })
  first.sessionFor(origin, 'k').keepCookies(['long=1; Path=/', 'short=secret; Path=/; Max-Age=60'], origin)
  now += 30_000
  t.match(first.sessionFor(origin, 'k').cookieHeader(origin), /short=secret/)
  now += 31_000
  t.equal(first.sessionFor(origin, 'k').cookieHeader(origin), 'long=1', 'its use does not lengthen its life')
  await first.close()
  const second = createSessionManager(1_000, { folder, now: () => now })
  t.teardown(() => second.close())
  t.equal(second.sessionFor(origin, 'k').cookieHeader(origin), 'long=1')
})

t.test('two processes share what either is given, and what either loses', async t => {
  const folder = temporaryFolder(t)
  const [one, two] = await Promise.all([sibling(t, folder), sibling(t, folder)])
  one.set('a=1; Path=/')
  two.set('b=2; Path=/')
  const both = (wanted: string[]) =>
    eventually(
      async () => [await one.ask(), await two.ask()],
      all => all.every(got => got.join() === wanted.join()),
    )
  t.strictSame(await both(['a=1', 'b=2']), [
    ['a=1', 'b=2'],
    ['a=1', 'b=2'],
  ])
  two.set('a=newer; Path=/')
  t.strictSame((await both(['a=newer', 'b=2']))[0], ['a=newer', 'b=2'], 'the later value counts')
  one.set('b=; Path=/; Max-Age=0')
  t.strictSame((await both(['a=newer']))[1], ['a=newer'], 'a deletion is not undone by the other copy')
})

t.test('two processes that write at once lose nothing', async t => {
  const folder = temporaryFolder(t)
  const [one, two] = await Promise.all([sibling(t, folder), sibling(t, folder)])
  for (let index = 0; index < 20; index += 1) {
    one.set(`one${index}=x; Path=/`)
    two.set(`two${index}=x; Path=/`)
  }
  for (const { child } of [one, two]) child.process.send({ close: true })
  await Promise.all([one.child.exited, two.child.exited])
  const heir = createSessionManager(1_000, { folder })
  t.teardown(() => heir.close())
  t.equal(heir.sessionFor(origin, 'key').cookieNames().length, 40)
})

t.test('kill -9 after the cookies have been written: the next process has them', async t => {
  const folder = temporaryFolder(t)
  const one = await sibling(t, folder)
  one.set('a=1; Path=/')
  const written = (): string[] => readdirSync(folder).filter(name => name.endsWith('.json'))
  const startedAt = performance.now()
  await eventually(
    () => written().length,
    count => count === 1,
  )
  t.ok(performance.now() - startedAt < 1_000, 'the first write does not wait')
  one.child.process.kill('SIGKILL')
  await one.child.exited
  // What a killed writer may leave beside the file.
  writeFileSync(path.join(folder, `${written()[0]}.${one.child.process.pid}.tmp`), 'half')
  const heir = createSessionManager(1_000, { folder })
  t.teardown(() => heir.close())
  t.equal(heir.sessionFor(origin, 'key').cookieHeader(origin), 'a=1')
  t.strictSame(readdirSync(folder), written(), 'and its leftovers are gone')
})

t.test('writes are few, however many cookies come', async t => {
  const place = path.join(temporaryFolder(t), 'jar.json')
  const real = jarFile(place, owner)
  let writes = 0
  const counting: JarFile = { ...real, write: cookies => ((writes += 1), real.write(cookies)) }
  const jar = openSharedJar(counting, Date.now, () => {})
  const startedAt = performance.now()
  for (let index = 0; index < 60; index += 1) {
    jar.add([cookie(`c${index}`)])
    await new Promise(resolve => setTimeout(resolve, 10))
  }
  await jar.close()
  const most = Math.ceil((performance.now() - startedAt) / 200) + 2
  t.ok(writes >= 2 && writes <= most, `${writes} writes, at most ${most}`)
  t.equal(onDisk(place).length, 60)
})

t.test('a spoilt file costs a notice and nothing else, and a good one is back soon', async t => {
  const place = path.join(temporaryFolder(t), 'jar.json')
  const notices: JarNotice[] = []
  let now = Date.now()
  const jar = openSharedJar(
    jarFile(place, owner),
    () => now,
    notice => void notices.push(notice),
  )
  jar.add([cookie('a')])
  await eventually(
    () => onDisk(place),
    found => found.length === 1,
  )
  truncateSync(place, 10)
  now += 1_000
  t.strictSame(names(jar.cookies()), ['a'])
  t.match(notices, [{ kind: 'corrupt', movedTo: String }])
  t.strictSame(
    await eventually(
      () => onDisk(place),
      found => found.length === 1,
    ),
    ['a'],
  )
  chmodSync(place, 0o666)
  now += 1_000
  t.strictSame(names(jar.cookies()), ['a'])
  t.equal(notices.at(-1)?.kind, 'mode-repaired')
  rmSync(place)
  now += 1_000
  jar.cookies()
  t.strictSame(
    await eventually(
      () => onDisk(place),
      found => found.length === 1,
    ),
    ['a'],
    'a file that was deleted, too',
  )
  await jar.close()
})

t.test('a folder that cannot be written fails no request, and is told once', async t => {
  const folder = path.join(temporaryFolder(t), 'taken')
  writeFileSync(folder, '')
  const notices: JarNotice[] = []
  const jar = openSharedJar(
    jarFile(path.join(folder, 'jar.json'), owner),
    Date.now,
    notice => void notices.push(notice),
  )
  for (const name of ['a', 'b', 'c']) {
    jar.add([cookie(name)])
    await eventually(
      () => notices.length,
      count => count > 0,
    )
  }
  t.strictSame(names(jar.cookies()), ['a', 'b', 'c'])
  await jar.close()
  t.strictSame(
    notices.map(({ kind }) => kind),
    ['write-failed'],
  )

  rmSync(folder)
  const again = openSharedJar(jarFile(path.join(folder, 'jar.json'), owner), Date.now, () => {})
  again.add([cookie('d')])
  await again.close()
  t.strictSame(onDisk(path.join(folder, 'jar.json')), ['d'])
})

t.test('a disk that is full and then is not', async t => {
  const place = path.join(temporaryFolder(t), 'jar.json')
  const real = jarFile(place, owner)
  let full = true
  const notices: string[] = []
  const file: JarFile = {
    ...real,
    write: async cookies => {
      if (full) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
      return await real.write(cookies)
    },
  }
  const jar = openSharedJar(file, Date.now, ({ kind }) => void notices.push(kind))
  jar.add([cookie('a')])
  await eventually(
    () => notices.length,
    count => count > 0,
  )
  full = false
  await jar.close()
  t.strictSame(notices, ['write-failed', 'written-again'])
  t.strictSame(onDisk(place), ['a'])
})
