/** What pm2 supervises: `npm start`, or `npx pm2 start ecosystem.config.js`. The list itself is ops/stack.ts. */
import { prepareStack } from './ops/stack.ts'

export const apps = prepareStack()
