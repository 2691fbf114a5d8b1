/** Bodies that are forms (LiteLLM, proxy/common_utils/http_parsing_utils.py): read as the object of their fields. */
import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyInstance } from 'fastify'

/** Hands a form on as the JSON it stands for. What `curl -d` sends without a content type is one. */
export function takeForms(app: FastifyInstance): void {
  const options = { parseAs: 'string' } as const
  app.addContentTypeParser('application/x-www-form-urlencoded', options, (_request, body, done) => {
    const fields = Object.fromEntries(new URLSearchParams(String(body)))
    done(null, Buffer.from(JSON.stringify(fields)))
  })
}

/** Whether a body is a form with files. */
export function isUpload({ 'content-type': type = '' }: IncomingHttpHeaders): boolean {
  return type.split(';', 1)[0]?.trim().toLowerCase() === 'multipart/form-data'
}
