/** How a call is let in where a key in its headers is not enough: whose session it is, and who signs it or has a token. */
import { credentialName } from './aws/access.ts'
import { awsHeaders } from './aws/sign.ts'
import type { Deployment } from './deployments.ts'
import type { Exchange } from './exchange.ts'
import type { SdkParts } from './parts.ts'
import { ociHeaders } from './providers/oci/sign.ts'
import type { ProviderRequest } from './providers/translator.ts'
import { unknownProject } from './providers/vertex/address.ts'
import { refusedBefore } from './providers/vertex/errors.ts'
import type { VertexSettings } from './providers/vertex/settings.ts'
import type { SessionCall } from './sessions/call.ts'
import { callPrepared, callSigned } from './sessions/signed-call.ts'
import { credentialKey, type GoogleSignIn } from './sign-in/google.ts'

/**
 * The session of a deployment's call, and how the call is started where that takes more than sending it. `refused` is
 * the fault of a call that Google does not let in.
 */
export function admitted(
  { url, signing, grant, ociKey }: ProviderRequest,
  { target, credentials }: Pick<Deployment, 'target' | 'credentials'>,
  parts: SdkParts,
  refused = (text: string): Error => refusedBefore(text, target),
): Pick<Exchange, 'session' | 'start'> {
  const { vertex, aws } = target
  if (vertex) {
    const session = parts.sessions.sessionFor(url, credentialKey(vertex.credentials))
    const start: Exchange['start'] = (call, sink) =>
      callPrepared(session, atGoogle(call, vertex, parts.googleSignIn, refused), sink)
    return { session, start }
  }
  const session = parts.sessions.sessionFor(url, aws ? credentialName(aws.identity) : target.apiKey)
  if (grant) {
    const token = async (): Promise<Record<string, string>> => {
      return { authorization: `Bearer ${await parts.tokens(grant, target)}` }
    }
    return { session, start: (call, sink) => callSigned(session, token, call, sink) }
  }
  if (ociKey) {
    const sign = async ({ body }: SessionCall) => ociHeaders(ociKey, url, String(body), new Date())
    return { session, start: (call, sink) => callSigned(session, sign, call, sink) }
  }
  if (signing === undefined || credentials === undefined) return { session }
  return {
    session,
    start: (call, sink) =>
      callSigned(session, ready => awsHeaders(credentials, signing, ready, new Date()), call, sink),
  }
}

async function atGoogle(
  call: SessionCall,
  { credentials, project }: VertexSettings,
  signIn: GoogleSignIn,
  refused: (text: string) => Error,
): Promise<SessionCall> {
  const access = await signIn(credentials).catch((fault: unknown) => {
    throw refused(fault instanceof Error ? fault.message : String(fault))
  })
  const known = project ?? access.project
  if (known === undefined) throw refused('Could not resolve project_id')
  return {
    ...call,
    url: call.url.replace(unknownProject, known),
    headers: { ...call.headers, ...authorised(call.headers, access.token) },
  }
}

/** Claude's wire has a place for a key, too; LiteLLM puts the token there as well. */
function authorised(headers: SessionCall['headers'], token: string): Record<string, string> {
  const bearer = { authorization: `Bearer ${token}` }
  return 'x-api-key' in headers ? { ...bearer, 'x-api-key': token } : bearer
}
