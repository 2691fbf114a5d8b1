/** A child process that changes a rollout: `flip` writes the cell again and again, `change` goes through the store. */
import { writeCell } from '../../services/shared/rollout/cell.ts'
import { openRolloutStore } from '../../services/shared/rollout/store.ts'

const [task, runtime = '', times = '0'] = process.argv.slice(2)

process.send?.('ready')
if (task === 'flip') {
  for (let index = 1; index <= Number(times); index += 1) {
    // Every field follows from the version, so a reader can tell a mixture.
    const digit = (index % 16).toString(16)
    writeCell(runtime, { version: index, percent: index % 101, phase: 'progressing', salt: digit.repeat(16) })
  }
} else {
  const store = openRolloutStore(runtime)
  for (let index = 0; index < Number(times); index += 1) {
    await store.change({ kind: 'set', percent: 1 + (index % 50), actor: `pid-${process.pid}`, reason: `change ${index}` })
  }
}
process.disconnect?.()
