import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { asObject, asText, type JsonObject, parseJson } from '../../json.ts'

const grant = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
/** Whom a request for a token must address, wherever it is sent to. */
const audience = 'https://oauth2.googleapis.com/token'

/** What Google's token endpoint answers to accounts in trouble; the last part of the address asks for it. */
const refusals: Readonly<Record<string, readonly [status: number, body: JsonObject | string]>> = {
  refused: [400, { error: 'invalid_grant', error_description: 'Invalid grant: account not found' }],
  disabled: [401, { error: 'invalid_client', error_description: 'The OAuth client was disabled.' }],
  scopeless: [400, { error: 'invalid_scope' }],
  failing: [500, { error: 'internal_failure', error_description: 'Backend Error' }],
  page: [502, '<!DOCTYPE html><html><title>Error 502 (Server Error)!!1</title></html>'],
  tokenless: [200, { id_token: 'none' }],
}

const decoded = (part: string | undefined): JsonObject =>
  asObject(parseJson(Buffer.from(part ?? '', 'base64url').toString('utf8')) ?? null)

/** What is wrong with a signed request for a token; the signature itself cannot be checked here. */
function problemOf(form: URLSearchParams): string | null {
  if (form.get('grant_type') !== grant) return 'unsupported grant type'
  const [head, claims, signature] = (form.get('assertion') ?? '').split('.')
  if (decoded(head)['alg'] !== 'RS256' || !signature) return 'Invalid JWT Signature.'
  const { iss, aud, scope, iat, exp } = decoded(claims)
  if (!asText(iss).includes('@')) return 'Invalid JWT: no issuer.'
  if (aud !== audience) return 'Invalid JWT: Failed audience check.'
  if (!asText(scope).includes('cloud-platform')) return 'Invalid JWT: no scope.'
  return Number(exp) - Number(iat) === 3600 ? null : 'Invalid JWT: Token must be a short-lived token (60 minutes).'
}

/** `POST /token` and `/token/{trouble}`: an access token for a service account, the same for the same account. */
export async function grantToken(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const text = typeof request.body === 'string' ? request.body : ''
  request.server.recorder.setBody(request.record, text)
  request.record.wire = 'google-token'
  const { trouble = '' } = request.params as { trouble?: string }
  const form = new URLSearchParams(text)
  const problem = problemOf(form)
  if (problem) return await reply.code(400).send({ error: 'invalid_grant', error_description: problem })
  const refusal = refusals[trouble]
  if (refusal) return await reply.code(refusal[0]).send(refusal[1])
  const account = asText(decoded(form.get('assertion')?.split('.')[1])['iss'])
  const digest = createHash('sha256').update(account).digest('base64url')
  return {
    access_token: `ya29.c.simulated-${digest}`,
    expires_in: trouble === 'brief' ? 60 : 3599,
    token_type: 'Bearer',
  }
}
