/** AWS's Signature Version 4. */
import { Sha256 } from '@aws-crypto/sha256-js'
import { SignatureV4 } from '@smithy/signature-v4'
import type { Signing } from '../providers/translator.ts'
import type { SessionCall } from '../sessions/call.ts'

export interface AwsCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** Headers that go into a signature; a forwarded one that changes on the way must not spoil it. */
const signed = (name: string): boolean => name === 'content-type' || name === 'date' || /^x-amzn?-/.test(name)

/** The headers that a signature adds to a call. */
export async function signedHeaders(
  credentials: AwsCredentials,
  { service, region }: Signing,
  { url, method, headers, body }: Pick<SessionCall, 'url' | 'method' | 'headers' | 'body'>,
  now: Date,
): Promise<Record<string, string>> {
  const { protocol, hostname, host, port, pathname } = new URL(url)
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256, applyChecksum: false })
  const own = Object.entries(headers).filter(([name]) => signed(name)) as [string, string][]
  const request = {
    method,
    protocol,
    hostname,
    ...(port === '' ? {} : { port: Number(port) }),
    path: pathname,
    query: {},
    headers: { ...Object.fromEntries(own), host },
    body,
  }
  const result = await signer.sign(request, { signingDate: now })
  const added = Object.entries(result.headers).filter(([name]) => name !== 'host' && !(name in headers))
  return Object.fromEntries(added)
}
