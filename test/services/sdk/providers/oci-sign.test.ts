import { createPublicKey, verify } from 'node:crypto'
import t from 'tap'
import { asString } from '../../../../services/sdk/providers/json.ts'
import { ociHeaders, ociKey } from '../../../../services/sdk/providers/oci/sign.ts'
import { serviceAccount } from '../../../support/google-account.ts'
import { target } from './fixtures.ts'

const pem = asString(serviceAccount('')['private_key']) ?? ''
const settings = {
  oci_user: 'user',
  oci_fingerprint: 'aa',
  oci_tenancy: 'tenancy',
  oci_compartment_id: 'c',
  oci_key: pem.replaceAll('\n', String.raw`\n`),
}

t.test('a request is signed over its address, its date and its body', async t => {
  const key = ociKey(target('oci', 'm', { defaults: settings }))
  if (key === undefined) throw new Error('the settings make a key')
  const headers = ociHeaders(key, 'https://o.test/20231130/actions/chat', '{"ü":1}', new Date(0))
  t.match(headers, {
    date: 'Thu, 01 Jan 1970 00:00:00 GMT',
    host: 'o.test',
    'content-length': '8',
    'x-content-sha256': 'ljsaBN+jDvtwsbUKS3pMs9eQhWQQZ2DyjuPwWnwIKog=',
  })
  const [, named = '', signature = ''] =
    /keyId="([^"]+)",algorithm="rsa-sha256",headers="[^"]+",signature="([^"]+)"/.exec(headers['authorization'] ?? '') ??
    []
  t.equal(named, 'tenancy/user/aa')
  const text = [
    `date: ${headers['date']}`,
    '(request-target): post /20231130/actions/chat',
    'host: o.test',
    'content-length: 8',
    'content-type: application/json',
    `x-content-sha256: ${headers['x-content-sha256']}`,
  ].join('\n')
  t.ok(verify('RSA-SHA256', Buffer.from(text), createPublicKey(pem), Buffer.from(signature, 'base64')))
})

t.test('a deployment without all of them has no key', async t => {
  for (const name of Object.keys(settings)) {
    const defaults = { ...settings, [name]: undefined }
    t.equal(ociKey(target('oci', 'm', { defaults })), undefined, name)
  }
})
