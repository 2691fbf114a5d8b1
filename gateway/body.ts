/** Reads a request's body whole, so that it can be sent a second time, to the other backend. */
import type { IncomingMessage } from 'node:http'

export type Body =
  | { kind: 'whole'; bytes: Buffer }
  | { kind: 'too-large' }
  /** The client left before its body was complete. */
  | { kind: 'gone' }

/** Collects at most `limit` bytes. A body that announces more is refused before it is read. */
export function readBody(req: IncomingMessage, limit: number): Promise<Body> {
  if (Number(req.headers['content-length'] ?? 0) > limit) return Promise.resolve({ kind: 'too-large' })
  return new Promise(resolve => {
    const chunks: Buffer[] = []
    let length = 0
    req.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length > limit) {
        req.removeAllListeners('data')
        resolve({ kind: 'too-large' })
        return
      }
      chunks.push(chunk)
    })
    req.once('end', () =>
      resolve({ kind: 'whole', bytes: chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks) }),
    )
    req.once('close', () => resolve({ kind: 'gone' }))
    req.once('error', () => resolve({ kind: 'gone' }))
  })
}
