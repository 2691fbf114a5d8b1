/** Oracle's signature of a request: RSA over its address, its date and its body. */
import { createHash, createPrivateKey, type KeyObject, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { asString } from '../json.ts'
import type { Target } from '../translator.ts'

/** Whose signature it is. */
export interface OciKey {
  readonly id: string
  /** The private key, or where it lies. */
  readonly pem: string | undefined
  readonly file: string | undefined
}

/** The key of a deployment; undefined where its configuration is incomplete. */
export function ociKey({ defaults }: Pick<Target, 'defaults'>): OciKey | undefined {
  const said = (name: string): string | undefined => asString(defaults[`oci_${name}`])
  const [tenancy, user, fingerprint] = ['tenancy', 'user', 'fingerprint'].map(said)
  const pem = said('key')
  const file = said('key_file')
  if (!tenancy || !user || !fingerprint || !said('compartment_id') || !(pem ?? file)) return undefined
  return { id: `${tenancy}/${user}/${fingerprint}`, pem, file }
}

const signed = ['date', '(request-target)', 'host', 'content-length', 'content-type', 'x-content-sha256']
const opened = new Map<string, KeyObject>()

/** The headers that let a request in. Throws where the key cannot be read. */
export function ociHeaders(key: OciKey, url: string, body: string, now: Date): Record<string, string> {
  const { host, pathname } = new URL(url)
  const headers: Record<string, string> = {
    date: now.toUTCString(),
    host,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'x-content-sha256': createHash('sha256').update(body).digest('base64'),
  }
  const text = signed
    .map(name => `${name}: ${name === '(request-target)' ? `post ${pathname}` : headers[name]}`)
    .join('\n')
  const signature = sign('RSA-SHA256', Buffer.from(text), opener(key)).toString('base64')
  const authorization =
    `Signature version="1",keyId="${key.id}",algorithm="rsa-sha256",headers="${signed.join(' ')}",` +
    `signature="${signature}"`
  return { ...headers, authorization }
}

function opener(key: OciKey): KeyObject {
  const known = opened.get(key.id)
  if (known) return known
  const pem = key.pem?.replaceAll(String.raw`\n`, '\n') ?? readFileSync(key.file ?? '', 'utf8')
  const made = createPrivateKey(pem)
  opened.set(key.id, made)
  return made
}
