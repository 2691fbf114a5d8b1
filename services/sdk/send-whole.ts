/** Whole answers on their way to the client: compressed where it asks for it, as LiteLLM does (proxy/middleware/gzip_middleware.py). */
import type { ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { gzip, gzipSync } from 'node:zlib'

/** Smaller ones are not worth it. */
const leastBytes = 500
/** Larger ones would hold everybody else up. */
const mostAtOnce = 1 << 20

const level = 6

/** What such an answer depends on. */
const negotiatedVary = 'Origin, Accept-Encoding'

/** Whether an `accept-encoding` takes gzip. */
export function acceptsGzip(header: string | undefined): boolean {
  const weights = new Map(
    (header ?? '').split(',').map(part => {
      const [coding = '', ...params] = part.split(';')
      const quality = params.map(param => param.trim()).find(param => param.toLowerCase().startsWith('q='))
      return [coding.trim().toLowerCase(), quality === undefined ? 1 : Number(quality.slice(2))] as const
    }),
  )
  return (weights.get('gzip') ?? weights.get('x-gzip') ?? weights.get('*') ?? 0) > 0
}

/** A body as it goes out, with the headers that say so. */
export interface Packed {
  readonly bytes: Buffer
  readonly headers: Readonly<Record<string, string>>
}

/** Packs a body for a client that sent this `accept-encoding`. */
export async function pack(bytes: Buffer, accepted: string | undefined): Promise<Packed> {
  return packedAtOnce(bytes, accepted) ?? packedAs(await promisify(gzip)(bytes, { level }))
}

function packedAtOnce(bytes: Buffer, accepted: string | undefined): Packed | null {
  if (bytes.length < leastBytes) return { bytes, headers: {} }
  if (!acceptsGzip(accepted)) return { bytes, headers: { vary: negotiatedVary } }
  return bytes.length < mostAtOnce ? packedAs(gzipSync(bytes, { level })) : null
}

const packedAs = (bytes: Buffer): Packed => ({ bytes, headers: { vary: negotiatedVary, 'content-encoding': 'gzip' } })

/** Sends JSON as a whole answer. */
export function sendWhole(
  res: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string | string[]>>,
  body: object,
): void {
  const send = ({ bytes, headers: packing }: Packed): void => {
    if (res.destroyed) return
    res.writeHead(status, {
      ...headers,
      ...packing,
      'content-type': 'application/json',
      'content-length': bytes.length,
    })
    res.end(bytes)
  }
  const bytes = Buffer.from(JSON.stringify(body))
  const accepted = res.req.headers['accept-encoding']?.toString()
  const packed = packedAtOnce(bytes, accepted)
  if (packed) send(packed)
  else void pack(bytes, accepted).then(send)
}
