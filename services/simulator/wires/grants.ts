/** Token endpoints of providers whose keys are exchanged for tokens. A script does not stand in for them. */
import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/**
 * `POST /identity/token` as IBM answers it, `POST /api/v2/oauth` as Sber does, Microsoft's Entra ID with the tenant in its
 * path, and the service that grants tokens to a machine at Azure.
 */
export function grantRoutes(app: FastifyInstance): void {
  app.post('/:tenant/oauth2/v2.0/token', grantByEntra)
  app.post('/adfs/oauth2/token', grantByEntra)
  app.get('/metadata/identity/oauth2/token', grantToMachine)
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

function grantByEntra(request: FastifyRequest, reply: FastifyReply): unknown {
  const form = formOf(request)
  const proof = form.get('client_secret') ?? form.get('client_assertion') ?? ''
  const refuse = (status: number, error: string, code: number, words: string): unknown => {
    const trace_id = '00000000-0000-0000-0000-000000000000'
    const said = `AADSTS${code}: ${words} Trace ID: ${trace_id}`
    return reply.code(status).send({ error, error_description: said, error_codes: [code], trace_id })
  }
  if (form.get('grant_type') !== 'client_credentials') {
    return refuse(400, 'unsupported_grant_type', 70003, 'The app requested an unsupported grant type.')
  }
  if (!form.get('scope')?.endsWith('/.default')) return refuse(400, 'invalid_scope', 1002012, 'The scope is not valid.')
  if (proof === '' || proof.includes('invalid')) {
    return refuse(401, 'invalid_client', 7000215, 'Invalid client secret provided.')
  }
  return { token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599, access_token: tokenFor(proof) }
}

function grantToMachine(request: FastifyRequest, reply: FastifyReply): unknown {
  request.record.wire = 'token'
  const { resource = '', client_id: client = '' } = request.query as Record<string, string>
  if (request.headers['metadata'] !== 'true' || resource === '') {
    const error_description = 'Required metadata header not specified'
    return reply.code(400).send({ error: 'invalid_request', error_description })
  }
  if (client.includes('invalid')) {
    return reply.code(400).send({ error: 'invalid_request', error_description: 'Identity not found' })
  }
  const ends = Math.floor(Date.now() / 1000) + 86_399
  const token = { access_token: tokenFor(client), client_id: client, resource, token_type: 'Bearer' }
  return { ...token, expires_in: '86399', expires_on: String(ends) }
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
