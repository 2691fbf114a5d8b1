/** How a call is let in where a key in its headers is not enough: whose session it is, and who signs it. */
import { credentialName } from './aws/access.ts'
import { awsHeaders } from './aws/sign.ts'
import type { Deployment } from './deployments.ts'
import type { Exchange } from './exchange.ts'
import type { SdkParts } from './parts.ts'
import type { ProviderRequest } from './providers/translator.ts'
import { callSigned } from './sessions/signed-call.ts'

/** The session of a deployment's call, and how the call is started where that takes more than sending it. */
export function admitted(
  { url, signing }: ProviderRequest,
  { target, credentials }: Deployment,
  parts: SdkParts,
): Pick<Exchange, 'session' | 'start'> {
  const session = parts.sessions.sessionFor(url, target.aws ? credentialName(target.aws.identity) : target.apiKey)
  if (signing === undefined || credentials === undefined) return { session }
  return {
    session,
    start: (call, sink) =>
      callSigned(session, ready => awsHeaders(credentials, signing, ready, new Date()), call, sink),
  }
}
