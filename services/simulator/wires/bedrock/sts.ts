import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** What AWS's STS answers to roles in trouble; the end of a role's name asks for it. */
const refusals: Readonly<Record<string, readonly [status: number, code: string, message: string]>> = {
  refused: [403, 'AccessDenied', 'User is not authorized to perform: sts:AssumeRole'],
  expired: [400, 'ExpiredTokenException', 'Token expired: current date/time must be before the expiration date/time'],
  stranger: [400, 'InvalidIdentityToken', 'No OpenIDConnect provider found in your account'],
}

/** `POST /`: credentials for a role, the same for the same role and session. */
export async function grantRole(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const text = typeof request.body === 'string' ? request.body : ''
  request.server.recorder.setBody(request.record, text)
  request.record.wire = 'aws-sts'
  const form = new URLSearchParams(text)
  const action = form.get('Action') ?? ''
  const refusal = refusalOf(form, action)
  if (refusal) {
    const [status, code, message] = refusal
    const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`
    return await reply.code(status).type('text/xml').send(`<ErrorResponse ${namespace}>${error}</ErrorResponse>`)
  }
  const name = `${form.get('RoleArn')}/${form.get('RoleSessionName')}`
  const digest = createHash('sha256').update(name).digest('hex')
  const brief = (form.get('RoleArn') ?? '').endsWith('brief')
  const until = new Date(request.record.at + (brief ? 30_000 : 3_600_000)).toISOString().replace(/\.\d+Z$/, 'Z')
  const credentials =
    `<Credentials><AccessKeyId>ASIA${digest.slice(0, 16).toUpperCase()}</AccessKeyId>` +
    `<SecretAccessKey>${digest}</SecretAccessKey><SessionToken>session-${digest.slice(0, 32)}</SessionToken>` +
    `<Expiration>${until}</Expiration></Credentials>`
  const user = `<AssumedRoleUser><AssumedRoleId>AROA:1</AssumedRoleId><Arn>arn:aws:sts::1:assumed-role/r</Arn></AssumedRoleUser>`
  const result = `<${action}Result>${credentials}${user}<PackedPolicySize>6</PackedPolicySize></${action}Result>`
  return await reply.type('text/xml').send(`<${action}Response ${namespace}>${result}</${action}Response>`)
}

const namespace = 'xmlns="https://sts.amazonaws.com/doc/2011-06-15/"'

function refusalOf(form: URLSearchParams, action: string): readonly [number, string, string] | undefined {
  if (action !== 'AssumeRole' && action !== 'AssumeRoleWithWebIdentity') {
    return [400, 'InvalidAction', `Could not find operation ${action} for version ${form.get('Version')}`]
  }
  const missing = ['RoleArn', 'RoleSessionName'].find(name => !form.get(name))
  if (missing) return [400, 'ValidationError', `Value null at '${missing}' failed to satisfy constraint`]
  return refusals[(form.get('RoleArn') ?? '').split('/').at(-1) ?? '']
}
