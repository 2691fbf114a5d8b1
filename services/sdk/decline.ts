/** Hands a request back to the gateway: this worker does not do it, and nothing has been sent to a provider. */
import type { FastifyReply } from 'fastify'
import { errorBody } from '../shared/errors.ts'
import { internal } from '../shared/internal-headers.ts'

/** Who calls the worker directly reads why; the gateway reads the header and asks the other backend. */
export function decline(reply: FastifyReply, message: string): void {
  reply.hijack()
  const body = Buffer.from(JSON.stringify(errorBody('openai', 'not_supported', message)))
  reply.raw.writeHead(501, {
    'content-type': 'application/json',
    'content-length': body.length,
    [internal.decline]: 'capability',
  })
  reply.raw.end(body)
}
