import { once } from 'node:events'
import { execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import t, { type Test } from 'tap'
import { jarFile } from '../../../../services/sdk/sessions/jar-file.ts'
import type { KeptCookie } from '../../../../services/sdk/sessions/kept-cookie.ts'
import { temporaryFolder } from '../../../support/files.ts'
import { untapped } from '../../../support/stack.ts'

const owner = { origin: 'https://api.example.com', credential: 'digest' }
const now = Date.parse('2026-07-01T12:00:00Z')
const cookie: KeptCookie = {
  name: 'a',
  value: 'secret-value',
  domain: null,
  path: '/',
  expires: null,
  secure: true,
  httpOnly: true,
  set: now,
}

const placeOf = (t: Test): string => path.join(temporaryFolder(t), 'cookies', 'jar.json')

t.test('what is written is read, once, until somebody else writes', async t => {
  const place = placeOf(t)
  const file = jarFile(place, owner)
  t.strictSame(file.look(now), { kind: 'absent' })
  await file.write([cookie])
  t.strictSame(file.look(now), { kind: 'unchanged' }, 'its own writing is no news')
  const sibling = jarFile(place, owner)
  t.strictSame(sibling.look(now), { kind: 'read', cookies: [cookie], repaired: false })
  t.strictSame(sibling.look(now), { kind: 'unchanged' })
  await file.write([])
  t.strictSame(sibling.look(now), { kind: 'read', cookies: [], repaired: false })
  t.equal(statSync(place).mode & 0o777, 0o600)
  t.equal(statSync(path.dirname(place)).mode & 0o777, 0o700)
  t.strictSame(readdirSync(path.dirname(place)), ['jar.json'], 'and nothing is left beside it')
})

const sound = JSON.stringify({ schema: 1, ...owner, cookies: [cookie] })
const spoilt: { name: string; spoil(place: string): void; because: RegExp }[] = [
  { name: 'empty', spoil: place => writeFileSync(place, ''), because: /not JSON/ },
  { name: 'truncated', spoil: place => truncateSync(place, 60), because: /not JSON/ },
  { name: 'an empty object', spoil: place => writeFileSync(place, '{}'), because: /schema/ },
  { name: 'null', spoil: place => writeFileSync(place, 'null'), because: /schema/ },
  { name: 'binary', spoil: place => writeFileSync(place, Buffer.from([0, 255, 1, 254])), because: /not JSON/ },
  { name: 'a later schema', spoil: place => writeFileSync(place, sound.replace('"schema":1', '"schema":2')), because: /schema/ },
  { name: 'a key more', spoil: place => writeFileSync(place, sound.replace('{', '{"x":1,')), because: /schema/ },
  { name: 'a value that breaks headers', spoil: place => writeFileSync(place, sound.replace('secret-value', '1\\r\\nx: y')), because: /schema/ },
  { name: 'too large', spoil: place => writeFileSync(place, sound + ' '.repeat(1 << 20)), because: /bytes/ },
  { name: 'of another origin', spoil: place => writeFileSync(place, sound.replace('api.', 'other.')), because: /another session/ },
  { name: 'of another credential', spoil: place => writeFileSync(place, sound.replace('digest', 'other')), because: /another session/ },
  { name: 'a folder', spoil: place => { execFileSync('rm', [place]); mkdirSync(place) }, because: /not a file/ },
  { name: 'a pipe', spoil: place => { execFileSync('rm', [place]); execFileSync('mkfifo', [place]) }, because: /not a file/ },
  { name: 'a link', spoil: place => { execFileSync('mv', [place, `${place}.target`]); symlinkSync(`${place}.target`, place) }, because: /link/ },
] // prettier-ignore

for (const { name, spoil, because } of spoilt) {
  t.test(`a file that is ${name} is moved aside, and a good one takes its place`, async t => {
    const place = placeOf(t)
    await jarFile(place, owner).write([cookie])
    spoil(place)
    const file = jarFile(place, owner)
    const look = file.look(now)
    t.match(look, { kind: 'corrupt', because, movedTo: `${place}.corrupt-2026-07-01T12-00-00.000Z` })
    t.notMatch(JSON.stringify(look), /secret/, 'its words are not repeated')
    t.strictSame(file.look(now), { kind: 'absent' })
    await file.write([cookie])
    t.match(jarFile(place, owner).look(now), { kind: 'read', cookies: [cookie] })
    if (name === 'a link') t.equal(readFileSync(`${place}.target`, 'utf8'), sound, 'what it led to is untouched')
  })
}

t.test('a file that others can read is mended, and read', async t => {
  const place = placeOf(t)
  await jarFile(place, owner).write([cookie])
  chmodSync(place, 0o644)
  t.strictSame(jarFile(place, owner).look(now), { kind: 'read', cookies: [cookie], repaired: true })
  t.equal(statSync(place).mode & 0o777, 0o600)
})

t.test('who was overtaken, or meets a lock, does not write; a lock without a holder is removed', async t => {
  const place = placeOf(t)
  const [one, two] = [jarFile(place, owner), jarFile(place, owner)]
  t.equal(await one.write([cookie]), true)
  t.equal(await two.write([]), false, 'it has not seen what the other wrote')
  two.look(now)
  t.equal(await two.write([]), true)
  one.look(now)
  writeFileSync(`${place}.lock`, '')
  t.equal(await one.write([cookie]), false)
  t.ok(existsSync(`${place}.lock`), 'a fresh lock is somebody’s')
  utimesSync(`${place}.lock`, 1, 1)
  t.equal(await one.write([cookie]), false)
  t.equal(await one.write([cookie]), true)
  t.strictSame(readdirSync(path.dirname(place)), ['jar.json'])
})

t.test('a folder that cannot be made is an error of writing alone', async t => {
  const blocked = path.join(temporaryFolder(t), 'taken')
  writeFileSync(blocked, '')
  const file = jarFile(path.join(blocked, 'jar.json'), owner)
  t.strictSame(file.look(now), { kind: 'absent' })
  await t.rejects(file.write([cookie]))
})

const writer = path.join(import.meta.dirname, '../../../support/jar-writer.ts')

/** Kills a process that writes all of these, so many milliseconds after they are all under way. */
async function killWriter(places: readonly string[], afterMs: number): Promise<void> {
  const child = spawn('env', [...untapped, process.execPath, writer, ...places])
  await once(child.stdout, 'data')
  await new Promise(resolve => setTimeout(resolve, afterMs))
  child.kill('SIGKILL')
  await once(child, 'exit')
}

t.test('a writer that is killed at any moment leaves the old file or the new one, 200 times', async t => {
  const folder = temporaryFolder(t)
  const places = Array.from({ length: 20 }, (_, index) => path.join(folder, `${index}.json`))
  const versions = new Set<number>()
  for (let round = 0; round < 10; round += 1) {
    // Later and later, so that a busy machine's writer has got beyond its first versions, too.
    await killWriter(places, round * 15)
    for (const place of places) {
      const look = jarFile(place, { origin: 'http://o', credential: 'c' }).look(now)
      if (look.kind !== 'read') return t.fail(`round ${round}: ${look.kind}`)
      const told = new Set(look.cookies.map(({ value }) => value))
      if (told.size !== 1 || look.cookies.length !== 40) return t.fail(`round ${round}: a mixture`)
      versions.add(look.cookies[0]?.set ?? 0)
    }
  }
  t.ok(versions.size > 2, `the kills hit ${versions.size} versions`)
})
