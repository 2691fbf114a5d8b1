/**
 * After every `npm ci` or `npm install` of the project itself: links its commands where npx looks first, and notes what
 * is installed. `npx crossfade` would otherwise be installed into npm's cache, and `npx pm2` would use a home outside
 * the repository.
 */
import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * What the stamp says when the lockfile's packages are installed, all of them or those needed to run.
 * @param {string} root
 * @param {'all' | 'runtime'} what
 */
export function installStamp(root, what) {
  return `${createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex')} ${what}`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = path.resolve(import.meta.dirname ?? path.dirname(fileURLToPath(import.meta.url)), '..')
  const bin = path.join(root, 'node_modules', '.bin')
  mkdirSync(bin, { recursive: true })
  link(path.join(bin, 'crossfade'), path.join(root, 'ops', 'bootstrap.js'))
  link(path.join(bin, 'pm2'), path.join(root, 'ops', 'pm2-home.js'))
  const omitsDev = (process.env.npm_config_omit ?? '').includes('dev') || process.env.NODE_ENV === 'production'
  writeFileSync(path.join(root, 'node_modules', '.crossfade-install'), installStamp(root, omitsDev ? 'runtime' : 'all'))
}

/**
 * @param {string} from
 * @param {string} to
 */
function link(from, to) {
  rmSync(from, { force: true })
  symlinkSync(path.relative(path.dirname(from), to), from)
  chmodSync(to, 0o755)
}
