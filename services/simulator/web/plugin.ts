/** Other people's servers, as far as addresses in requests lead to them: pictures, documents, and what goes wrong. */
import { gzipSync } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type WebFile, webFile } from './files.ts'

const megabyte = 1024 * 1024

interface Named {
  readonly name: string
  readonly how: string
}

/** How a file is served besides as it ought to be; by the folder it lies in. */
const servings: Readonly<Record<string, (reply: FastifyReply, file: WebFile, name: string) => FastifyReply>> = {
  files: (reply, { type, bytes }) => reply.header('content-type', type).send(bytes),
  untyped: (reply, { bytes }) => raw(reply, {}, bytes),
  binary: (reply, { bytes }) => reply.header('content-type', 'binary/octet-stream').send(bytes),
  octets: (reply, { bytes }) => reply.header('content-type', 'application/octet-stream').send(bytes),
  zipped: (reply, { type, bytes }) =>
    reply.headers({ 'content-type': type, 'content-encoding': 'gzip' }).send(gzipSync(bytes)),
  missing: reply => reply.code(404).header('content-type', 'text/html').send('<h1>Not Found</h1>'),
  forbidden: reply => reply.code(403).header('content-type', 'text/html').send('<h1>Forbidden</h1>'),
  failing: reply => reply.code(500).header('content-type', 'text/plain').send('Internal Server Error'),
  created: (reply, { type, bytes }) => reply.code(201).header('content-type', type).send(bytes),
  // Larger than what the suite allows, and told or not told beforehand.
  large: (reply, { type }) => reply.header('content-type', type).send(Buffer.alloc(2 * megabyte)),
  endless: (reply, { type }) => raw(reply, { 'content-type': type }, Buffer.alloc(2 * megabyte)),
  moved: (reply, _file, name) => reply.redirect(`/web/files/${name}`, 302),
  gone: (reply, _file, name) => reply.redirect(`http://127.0.0.2/web/files/${name}`, 301),
  astray: reply => reply.code(302).send(),
  circling: (reply, _file, name) => reply.redirect(`/web/circling/${name}`, 307),
}

/** Chunked, and with nothing but these headers. */
function raw(reply: FastifyReply, headers: Record<string, string>, bytes: Buffer): FastifyReply {
  reply.hijack()
  reply.raw.writeHead(200, headers)
  reply.raw.write(bytes)
  reply.raw.end()
  return reply
}

/** `GET /web/{how}/{name}`. */
export function webRoutes(app: FastifyInstance): void {
  app.get('/web/:how/:name', (request: FastifyRequest<{ Params: Named }>, reply) => {
    request.record.wire = 'web'
    const { how, name } = request.params
    if (how === 'reset') {
      app.recorder.breakOff(request.record)
      reply.hijack()
      reply.raw.socket?.resetAndDestroy()
      return reply
    }
    const file = webFile(name) ?? { type: 'application/octet-stream', bytes: Buffer.from('?') }
    const serve = servings[how] ?? servings['missing']
    return serve?.(reply, file, name)
  })
}
