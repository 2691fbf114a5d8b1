/** Contents that are kept at Google: made, and listed by pages of two. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { asObject, asText, type JsonObject, parseJson } from '../../json.ts'
import { header } from '../wire.ts'
import { errorBody } from './errors.ts'

/** What is kept, the oldest first. */
export type CachedContents = JsonObject[]

const pageSize = 2

/** The trouble a caller is in, by a word in its key. */
const troubles: readonly (readonly [word: string, methods: readonly string[], status: number])[] = [
  ['may-not-look', ['GET'], 403],
  ['may-not-keep', ['POST'], 403],
  ['looks-in-vain', ['GET'], 500],
  ['too-short', ['POST'], 400],
]

function troubleOf(request: FastifyRequest): number | null {
  const key = `${header(request.headers, 'x-goog-api-key') ?? ''} ${request.headers.authorization ?? ''}`
  const found = troubles.find(([word, methods]) => key.includes(word) && methods.includes(request.method))
  return found ? found[2] : null
}

function list({ query }: FastifyRequest, kept: CachedContents): JsonObject {
  const from = Number(asText(asObject(query as JsonObject)['pageToken']) || 0)
  const page = kept.slice(from, from + pageSize)
  const next = from + pageSize < kept.length ? { nextPageToken: String(from + pageSize) } : {}
  return page.length === 0 ? {} : { cachedContents: page, ...next }
}

function keep({ body }: FastifyRequest, kept: CachedContents): JsonObject {
  const { displayName = '', model = '' } = asObject(parseJson(typeof body === 'string' ? body : '') ?? null)
  const made = { name: `cachedContents/kept-${kept.length + 1}`, model, displayName }
  kept.push(made)
  return made
}

function answer(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { recorder, cachedContents } = request.server
  recorder.setBody(request.record, typeof request.body === 'string' ? request.body : '')
  request.record.wire = 'cached-contents'
  const status = troubleOf(request)
  if (status !== null) return reply.code(status).send(errorBody({ status, message: `refused with ${status}` }))
  return reply.send(request.method === 'GET' ? list(request, cachedContents) : keep(request, cachedContents))
}

/** `GET` and `POST` of `cachedContents`, wherever it is under. */
export function cachedContentsRoutes(app: FastifyInstance): void {
  app.get('/v1beta/cachedContents', answer)
  app.post('/v1beta/cachedContents', answer)
}
