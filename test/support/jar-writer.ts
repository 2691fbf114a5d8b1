/** A process that replaces a jar's file over and over, each version telling its number in every cookie, until it is killed. */
import { jarFile } from '../../services/sdk/sessions/jar-file.ts'

const file = jarFile(process.argv[2] ?? '', { origin: 'http://o', credential: 'c' })
const cookie = { domain: null, path: '/', expires: null, secure: false, httpOnly: false }
for (let version = 1; ; version += 1) {
  const value = String(version).repeat(20)
  const cookies = Array.from({ length: 40 }, (_, i) => ({ ...cookie, name: `c${i}`, value, set: version }))
  while (!(await file.write(cookies))) file.look(0)
  if (version === 2) process.stdout.write('writing\n')
}
