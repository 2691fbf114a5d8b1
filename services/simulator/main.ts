/** pm2's entry of the process; see process.ts. */
import { enter } from '../shared/entry.ts'

await enter(() => import('./process.ts'))
