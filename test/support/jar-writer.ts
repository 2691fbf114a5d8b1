/** A process that replaces the files of several jars over and over, each version telling its number in every cookie. */
import { jarFile } from '../../services/sdk/sessions/jar-file.ts'

/** Nobody is left to kill it when its test has been ended. */
const longestMs = 30_000

const cookie = { domain: null, path: '/', expires: null, secure: false, httpOnly: false }

/** Writes until the process is killed, half a minute at most; `twice` is called after the second version. */
async function write(place: string, twice: () => void): Promise<void> {
  const file = jarFile(place, { origin: 'http://o', credential: 'c' })
  for (let version = 1; performance.now() < longestMs; version += 1) {
    const value = String(version).repeat(20)
    const cookies = Array.from({ length: 40 }, (_, i) => ({ ...cookie, name: `c${i}`, value, set: version }))
    while (!(await file.write(cookies))) file.look(0)
    if (version === 2) twice()
  }
}

const places = process.argv.slice(2)
let under = 0
const counted = (): void => {
  under += 1
  if (under === places.length) process.stdout.write('writing\n')
}
await Promise.all(places.map(place => write(place, counted)))
