import { statSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import t, { type Test } from 'tap'
import {
  cellFile,
  decodeCell,
  encodeCell,
  openCell,
  type Weight,
  writeCell,
} from '../../../../services/shared/rollout/cell.ts'
import { phases } from '../../../../services/shared/rollout/record.ts'
import { startChild } from '../../../support/child.ts'
import { temporaryFolder } from '../../../support/files.ts'

const weight: Weight = { version: 7, percent: 12.5, phase: 'progressing', salt: '0123456789abcdef' }

function openedIn(t: Test, runtime: string): ReturnType<typeof openCell> {
  const cell = openCell(runtime)
  t.teardown(() => cell.close())
  return cell
}

t.test('what is written is what is read', async t => {
  for (const phase of phases) {
    for (const percent of [0, 0.1, 50, 100]) {
      const given = { ...weight, phase, percent, version: 2 ** 32 - 1 }
      t.strictSame(decodeCell(encodeCell(given)), given)
    }
  }
})

t.test('a single damaged bit anywhere is noticed', async t => {
  for (let bit = 0; bit < 32 * 8; bit += 1) {
    const bytes = encodeCell(weight)
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    t.equal(decodeCell(bytes), null, `bit ${bit}`)
  }
})

t.test('a share or phase that cannot be is no weight, whatever the checksum says', async t => {
  for (const percent of [-1, 100.1, Number.NaN, Infinity]) t.equal(decodeCell(encodeCell({ ...weight, percent })), null)
})

t.test('absent, empty and short files are no weight, until there is one', async t => {
  const runtime = temporaryFolder(t)
  const cell = openedIn(t, path.join(runtime, 'deep'))
  t.equal(cell.read(), null)
  writeCell(path.join(runtime, 'deep'), weight)
  t.strictSame(cell.read(), weight)
  truncateSync(cellFile(path.join(runtime, 'deep')), 10)
  t.equal(cell.read(), null)
  writeFileSync(cellFile(path.join(runtime, 'deep')), '')
  t.equal(cell.read(), null)
  writeFileSync(cellFile(path.join(runtime, 'deep')), 'x'.repeat(32))
  t.equal(cell.read(), null)
  writeCell(path.join(runtime, 'deep'), weight)
  t.strictSame(cell.read(), weight)
})

t.test('a reader that has it open sees every later write', async t => {
  const runtime = temporaryFolder(t)
  writeCell(runtime, weight)
  const cell = openedIn(t, runtime)
  t.strictSame(cell.read(), weight)
  const { ino } = statSync(cellFile(runtime))
  writeCell(runtime, { ...weight, percent: 0, version: 8 })
  t.strictSame(cell.read(), { ...weight, percent: 0, version: 8 })
  t.equal(statSync(cellFile(runtime)).ino, ino, 'the same file')
  t.equal(statSync(cellFile(runtime)).mode & 0o777, 0o600)
})

t.test('closing gives the file back, reading opens it again', async t => {
  const runtime = temporaryFolder(t)
  writeCell(runtime, weight)
  const cell = openedIn(t, runtime)
  cell.read()
  cell.close()
  unlinkSync(cellFile(runtime))
  t.equal(cell.read(), null)
})

t.test('a thousand flips by another process are read whole, in order, up to the last', async t => {
  const runtime = temporaryFolder(t)
  writeCell(runtime, { version: 0, percent: 0, phase: 'progressing', salt: '0'.repeat(16) })
  const cell = openedIn(t, runtime)
  const writer = startChild(t, path.resolve(import.meta.dirname, '../../../support/rollout-writer.ts'), [
    'flip',
    runtime,
  ])
  await writer.message()
  const seen = new Set<number>()
  let faults = 0
  let last = 0
  while (last < 1_000 || seen.size < 20) {
    for (let read = 0; read < 1_000; read += 1) {
      const got = cell.read()
      const whole =
        got !== null &&
        got.percent === got.version % 101 &&
        got.salt === (got.version % 16).toString(16).repeat(16) &&
        got.version >= last
      if (!whole) faults += 1
      last = got?.version ?? last
      seen.add(last)
    }
    await new Promise(resolve => setImmediate(resolve))
  }
  writer.process.send('stop')
  const written = await writer.message()
  t.equal(faults, 0, 'torn, mixed or old')
  t.equal(await writer.exited, 0)
  t.equal(cell.read()?.version, written)
})
