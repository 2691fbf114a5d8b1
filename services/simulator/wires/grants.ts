/** Token endpoints of providers whose keys are exchanged for tokens. A script does not stand in for them. */
import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** `POST /identity/token` as IBM answers it, and `POST /api/v2/oauth` as Sber does. */
export function grantRoutes(app: FastifyInstance): void {
  app.post('/identity/token', grantByIbm)
  app.post('/api/v2/oauth', grantBySber)
}

function formOf(request: FastifyRequest): URLSearchParams {
  const text = typeof request.body === 'string' ? request.body : ''
  request.server.recorder.setBody(request.record, text)
  request.record.wire = 'token'
  return new URLSearchParams(text)
}

const tokenFor = (key: string): string => `simulated-${createHash('sha256').update(key).digest('base64url')}`

function grantByIbm(request: FastifyRequest, reply: FastifyReply): unknown {
  const form = formOf(request)
  const key = form.get('apikey') ?? ''
  const { url } = request
  if (form.get('grant_type') !== 'urn:ibm:params:oauth:grant-type:apikey') {
    return reply
      .code(400)
      .send({ errorCode: 'BXNIM0109E', errorMessage: 'Property missing or empty', context: { url } })
  }
  if (key.includes('invalid')) {
    const errorMessage = 'Provided API key could not be found.'
    return reply.code(400).send({ errorCode: 'BXNIM0415E', errorMessage, context: { url } })
  }
  return { access_token: tokenFor(key), refresh_token: 'not_supported', token_type: 'Bearer', expires_in: 3600 }
}

function grantBySber(request: FastifyRequest, reply: FastifyReply): unknown {
  const scope = formOf(request).get('scope') ?? ''
  const { authorization = '', rquid } = request.headers
  if (rquid === undefined || !scope.startsWith('GIGACHAT_API_')) {
    return reply.code(400).send({ code: 7, message: 'scope is empty' })
  }
  if (!authorization.startsWith('Basic ') || authorization.includes('invalid')) {
    return reply.code(401).send({ code: 6, message: "credentials doesn't match db data" })
  }
  return { access_token: tokenFor(authorization), expires_at: Date.now() + 1_800_000 }
}
