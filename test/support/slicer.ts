/** A provider that sends a recorded stream in the pieces it is told, each in a packet of its own. */
import type { Test } from 'tap'
import { decodedId } from '../../services/sdk/bridges/response-id.ts'
import { startProvider } from './sdk-worker.ts'

export interface Slicer {
  readonly origin: string
  /** What is sent from now on, and where it is cut. */
  play(bytes: Buffer, cuts?: readonly number[]): void
}

export async function startSlicer(t: Test): Promise<Slicer> {
  let bytes: Buffer = Buffer.alloc(0)
  let edges: readonly number[] = []
  const origin = await startProvider(t, (req, res) => {
    req.resume().once('end', () => {
      res.socket?.setNoDelay(true)
      res.writeHead(200, { 'content-type': 'text/event-stream' })
      const send = (index: number): void => {
        const [from, to] = edges.slice(index, index + 2)
        if (to === undefined) res.end()
        else res.write(bytes.subarray(from, to), () => setImmediate(send, index + 1))
      }
      send(0)
    })
  })
  return {
    origin,
    play(given, cuts = []) {
      bytes = given
      edges = [0, ...cuts, given.length]
    },
  }
}

/** What differs from answer to answer by design. */
export function withoutIdentity(text: string): string {
  return text
    .replace(/resp_[\w+/=]{40,}/g, decodedId)
    .replace(/(?:chatcmpl-[0-9a-f-]{36}|call_[0-9a-f]{20,}|resp_[0-9a-f]{32})/g, 'ID')
    .replace(/"created(?:_at)?":\d+/g, '')
}
