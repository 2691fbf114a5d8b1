/** Signs calls for AWS (Signature Version 4), with credentials that are fetched where they have to be. */
import { fromNodeProviderChain } from '@aws-sdk/credential-providers'
import { ProviderFault, type Signing } from '../providers/translator.ts'
import type { SessionCall } from '../sessions/call.ts'
import type { AwsIdentity } from './access.ts'
import { signedHeaders } from './signature.ts'
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

/** The headers that let a call in. Credentials that cannot be had are told as LiteLLM tells them. */
export async function awsHeaders(
  source: AwsCredentialSource,
  signing: Signing,
  call: SessionCall,
  now: Date,
  refused: (fault: CredentialsRefused) => Error = fault => fault,
): Promise<Record<string, string>> {
  const credentials = await source().catch((fault: unknown) => {
    throw fault instanceof CredentialsRefused ? refused(fault) : noCredentials()
  })
  return await signedHeaders(credentials, signing, call, now)
}

function noCredentials(): ProviderFault {
  return new ProviderFault(
    'litellm.AuthenticationError: BedrockException Invalid Authentication - Unable to locate credentials',
    { status: 401, litellmClass: 'AuthenticationError', type: 'authentication_error' },
  )
}
