/** A child process that changes a rollout: `flip` writes the cell until it is told to stop, `change` goes through the store. */
import { writeCell } from '../../services/shared/rollout/cell.ts'
import { openRolloutStore } from '../../services/shared/rollout/store.ts'

const [task, runtime = '', times = '0'] = process.argv.slice(2)

process.send?.('ready')
if (task === 'flip') {
  const told = { stop: false }
  process.once('message', () => (told.stop = true))
  let index = 0
  while (!told.stop) {
    for (let flip = 0; flip < 100; flip += 1) {
      index += 1
      // Every field follows from the version, so a reader can tell a mixture.
      const digit = (index % 16).toString(16)
      writeCell(runtime, { version: index, percent: index % 101, phase: 'progressing', salt: digit.repeat(16) })
    }
    await new Promise(resolve => setImmediate(resolve))
  }
  process.send?.(index)
} else {
  const store = openRolloutStore(runtime)
  for (let index = 0; index < Number(times); index += 1) {
    await store.change({
      kind: 'set',
      percent: 1 + (index % 50),
      actor: `pid-${process.pid}`,
      reason: `change ${index}`,
    })
  }
}
process.disconnect?.()
