/** Fails when the tests cover fewer lines than agreed. tap itself knows only all or nothing. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { projectRoot } from '../config/environment.ts'

const required = 85

execFileSync('tap', ['report', 'json-summary'], { cwd: projectRoot, stdio: ['ignore', 'ignore', 'inherit'] })
const file = path.join(projectRoot, '.tap/report/coverage-summary.json')
const { total } = JSON.parse(readFileSync(file, 'utf8')) as { total: { lines: { pct: number } } }
console.log(`line coverage: ${total.lines.pct} % (at least ${required} % is required)`)
if (total.lines.pct < required) process.exitCode = 1
