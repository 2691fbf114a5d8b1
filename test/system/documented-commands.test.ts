/** Every command that README and the runbooks show works as shown. */
import { execFile } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { root, startStack, untapped } from '../support/stack.ts'

const run = promisify(execFile)

/** They are run by what calls this test, or would end what it looks at. */
const elsewhere = [
  'npm test',
  'npm run bench',
  'npm run test:system',
  'npm run test:parity',
  'npm run check',
  '.ci/run',
  'npm stop',
]

/** The lines of a page's `sh` fences; other fences hold output, or programs that are not ours. */
function commandsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  return [...text.matchAll(/^ *```sh\n([\s\S]*?)^ *```/gm)]
    .flatMap(([, block = '']) => block.split('\n'))
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('#') && !elsewhere.includes(line))
}

const pages = ['README.md', ...globSync('ops/runbooks/*.md', { cwd: root })]

t.test('documented commands', async t => {
  const stack = await startStack()
  t.teardown(() => stack.stop())
  const { ports, runtime, env } = stack
  const moved: Record<string, number> = {
    8764: ports.gateway,
    8765: ports.sdk,
    8766: ports.binary,
    4000: ports.litellm,
    8763: ports.control,
    8799: ports.simulator,
  }
  /** The same command for a stack that lives elsewhere. */
  const here = (command: string): string =>
    command
      .replaceAll(/\b(?:876[3456]|4000|8799)\b/g, port => String(moved[port]))
      .replaceAll('. ./.env', `. ${env.CROSSFADE_ENV_FILE}`)
      .replaceAll('.runtime/', `${runtime}/`)

  for (const page of pages) {
    for (const command of commandsOf(path.join(root, page))) {
      const { code, output } = await run('env', [...untapped, 'sh', '-c', here(command)], { cwd: root, env }).then(
        ({ stdout }) => ({ code: 0, output: stdout }),
        (error: { code: number; stdout: string; stderr: string }) => ({
          code: error.code,
          output: error.stdout + error.stderr,
        }),
      )
      t.equal(code, 0, `${page}: ${command}\n${code === 0 ? '' : output}`)
    }
  }
})
