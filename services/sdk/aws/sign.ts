/** Signs calls for AWS (Signature Version 4), with credentials that are fetched where they have to be. */
import { Sha256 } from '@aws-crypto/sha256-js'
import { fromNodeProviderChain } from '@aws-sdk/credential-providers'
import { SignatureV4 } from '@smithy/signature-v4'
import { ProviderFault, type Signing } from '../providers/translator.ts'
import type { SessionCall } from '../sessions/call.ts'
import type { AwsIdentity } from './access.ts'
import { type AwsCredentialSource, CredentialsRefused, roleSource } from './roles.ts'

/** Where the credentials of an identity come from; undefined for one that needs none. */
export function credentialSource(identity: AwsIdentity): AwsCredentialSource | undefined {
  switch (identity.kind) {
    case 'bearer':
    case 'elsewhere':
      return undefined
    case 'keys': {
      const { accessKeyId, secretAccessKey, sessionToken } = identity
      const keys = { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) }
      return () => Promise.resolve(keys)
    }
    case 'profile':
      return fromNodeProviderChain({ profile: identity.name })
    case 'role':
    case 'web':
      return roleSource(identity)
    case 'ambient':
      return fromNodeProviderChain({ timeout: 1000, maxRetries: 0 })
  }
}

/** Headers that go into a signature; a forwarded one that changes on the way must not spoil it. */
const signed = (name: string): boolean => name === 'content-type' || name === 'date' || /^x-amzn?-/.test(name)

/** The headers that let a call in. Credentials that cannot be had are told as LiteLLM tells them. */
export async function awsHeaders(
  source: AwsCredentialSource,
  { service, region }: Signing,
  { url, method, headers, body }: SessionCall,
  now: Date,
  refused: (fault: CredentialsRefused) => Error = fault => fault,
): Promise<Record<string, string>> {
  const credentials = await source().catch((fault: unknown) => {
    throw fault instanceof CredentialsRefused ? refused(fault) : noCredentials()
  })
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

function noCredentials(): ProviderFault {
  return new ProviderFault(
    'litellm.AuthenticationError: BedrockException Invalid Authentication - Unable to locate credentials',
    { status: 401, litellmClass: 'AuthenticationError', type: 'authentication_error' },
  )
}
