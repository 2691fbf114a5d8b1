/** The streams of real providers that are recorded beside the project, where they are, in the framing of their wires. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '../../../shared/fixtures')
const ending = '.chunks.txt'

/** Why a test that needs the recordings is skipped; undefined where they are there. */
export const notRecorded = existsSync(root) ? undefined : 'the recorded provider answers are not beside the project'

export interface RecordedStream {
  /** Provider and wire, `anthropic/messages`. */
  readonly folder: string
  /** Provider and file. */
  readonly name: string
  /** The JSON of each event. */
  readonly events: readonly string[]
  /** The events as the provider sends them, with the end of the wire. */
  readonly frames: readonly string[]
  /** Other events in the same framing. */
  framed(events: readonly string[]): string[]
}

/** Every recorded stream. */
export function recordedStreams(): RecordedStream[] {
  if (notRecorded !== undefined) return []
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith(ending))
    .toSorted()
    .map(file => {
      const [provider = '', wire = '', name = ''] = file.split(path.sep)
      const events = readFileSync(path.join(root, file), 'utf8')
        .split('\n')
        .filter(line => line.trim() !== '')
      const framed = (list: readonly string[]): string[] => framedAs(wire, list)
      return {
        folder: `${provider}/${wire}`,
        name: `${provider}/${name.slice(0, -ending.length)}`,
        events,
        frames: framed(events),
        framed,
      }
    })
}

function framedAs(wire: string, events: readonly string[]): string[] {
  switch (wire) {
    case 'messages':
    case 'responses':
      // One recording holds events that are no JSON.
      return events.map(event => `event: ${/"type":\s*"([^"]+)"/.exec(event)?.[1] ?? ''}\ndata: ${event}\n\n`)
    case 'generate-content':
      return events.map(event => `data: ${event}\n\n`)
    default:
      return [...events.map(event => `data: ${event}\n\n`), 'data: [DONE]\n\n']
  }
}
