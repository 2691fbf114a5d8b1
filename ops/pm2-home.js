#!/usr/bin/env node
/**
 * `npx pm2 …` in this repository: pm2 with the repository's own home, so that it sees what `npm start` started and leaves
 * nothing in the user's. A PM2_HOME that is already set is respected.
 */
import path from 'node:path'
import { realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const root = path.resolve(path.dirname(realpathSync(fileURLToPath(import.meta.url))), '..')
process.env.PM2_HOME ??= path.resolve(root, process.env.CROSSFADE_RUNTIME ?? '.runtime', 'pm2')
createRequire(import.meta.url)('pm2/bin/pm2')
