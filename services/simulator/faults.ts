import type { Interruption } from './scenarios.ts'
import type { Stage } from './stage.ts'

/** Acts out how a stream goes wrong after its last regular piece. `badjson` is no end and handled where it happens. */
export async function interruptStream(
  stage: Stage,
  kind: Exclude<Interruption['kind'], 'badjson'>,
  failure: () => readonly string[],
  write: (text: string) => Promise<void> = text => stage.write(text),
): Promise<void> {
  switch (kind) {
    case 'cut':
      return stage.destroy()
    case 'eof':
      return stage.end()
    case 'stall':
      return stage.untilGone()
    case 'error':
      for (const frame of failure()) await write(frame)
      return stage.end()
  }
}

/** Acts out how a whole body goes wrong: half of it, then the same fates as a stream's. */
export async function interruptBody(
  stage: Stage,
  kind: 'cut' | 'eof' | 'stall',
  headers: Record<string, string | string[]>,
  body: string,
): Promise<void> {
  const promised = { 'content-length': String(Buffer.byteLength(body)) }
  // A clean end with half of the body needs chunked encoding: a content-length would give it away.
  stage.head(200, kind === 'eof' ? headers : { ...headers, ...promised })
  await stage.write(body.slice(0, Math.floor(body.length / 2)))
  await interruptStream(stage, kind, () => [])
}

/** Takes the last brace off a frame, so that its JSON no longer parses. */
export function breakJson(text: string): string {
  return text.replace(/\}(\s*)$/, '$1')
}
