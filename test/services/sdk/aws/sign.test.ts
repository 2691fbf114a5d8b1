/** Signatures, held against those that botocore makes of the same request at the same second. */
import t from 'tap'
import { CredentialsRefused } from '../../../../services/sdk/aws/roles.ts'
import { awsHeaders, credentialSource } from '../../../../services/sdk/aws/sign.ts'

const now = new Date('2026-01-02T03:04:05Z')
const signing = { service: 'bedrock', region: 'eu-west-1' }
const call = {
  url: 'http://127.0.0.1:8799/model/us.anthropic.claude-3%3A0/converse',
  method: 'POST',
  headers: { 'content-type': 'application/json', 'x-amzn-trace': 't', 'x-team': 'forwarded' },
  body: '{"é":1}',
  firstByteMs: 0,
  idleMs: 0,
}
const keys = { kind: 'keys', accessKeyId: 'AKID', secretAccessKey: 'secret' } as const

t.test('static keys', async t => {
  const source = credentialSource({ ...keys, sessionToken: undefined })
  t.same(source && (await awsHeaders(source, signing, call, now)), {
    'x-amz-date': '20260102T030405Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=AKID/20260102/eu-west-1/bedrock/aws4_request, ' +
      'SignedHeaders=content-type;host;x-amz-date;x-amzn-trace, ' +
      'Signature=4e191387143f272f8ea908813f1da5c26c68ec55604994fe9695ed561283919a',
  })
})

t.test('keys with a session token', async t => {
  const source = credentialSource({ ...keys, sessionToken: 'a token' })
  t.same(source && (await awsHeaders(source, signing, call, now)), {
    'x-amz-date': '20260102T030405Z',
    'x-amz-security-token': 'a token',
    authorization:
      'AWS4-HMAC-SHA256 Credential=AKID/20260102/eu-west-1/bedrock/aws4_request, ' +
      'SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amzn-trace, ' +
      'Signature=6dddf9d2244a386e32226ceed1f4f28955f9c61cd5c2ebb265b78f3b8cde1870',
  })
})

const nobody = (): Promise<never> => Promise.reject(new Error('no file, no metadata'))

t.test('credentials that cannot be had are told as LiteLLM tells them', async t => {
  await t.rejects(awsHeaders(nobody, signing, call, now), {
    message: 'litellm.AuthenticationError: BedrockException Invalid Authentication - Unable to locate credentials',
    status: 401,
  })
})

const refused = (): Promise<never> => Promise.reject(new CredentialsRefused('no role for you'))

t.test('credentials that were refused are told as the caller likes', async t => {
  const told = awsHeaders(refused, signing, call, now, ({ message }) => new Error(`told: ${message}`))
  await t.rejects(told, { message: 'told: no role for you' })
})

t.test('who needs no signature, and whose credentials are elsewhere', async t => {
  t.equal(credentialSource({ kind: 'bearer', token: 'T' }), undefined)
  t.equal(credentialSource({ kind: 'elsewhere', role: 'r' }), undefined)
  t.type(credentialSource({ kind: 'profile', name: 'p' }), 'function')
  t.type(credentialSource({ kind: 'ambient' }), 'function')
})
