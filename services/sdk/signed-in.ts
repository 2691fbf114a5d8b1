/** Calls of providers that want more than a key in a header: whoever makes them is signed in first. */
import type { Exchange } from './exchange.ts'
import type { SdkParts } from './parts.ts'
import type { Target } from './providers/translator.ts'
import { unknownProject } from './providers/vertex/address.ts'
import { refusedBefore } from './providers/vertex/errors.ts'
import type { VertexSettings } from './providers/vertex/settings.ts'
import type { SessionCall } from './sessions/call.ts'
import type { Session } from './sessions/session.ts'
import { callPrepared } from './sessions/signed-call.ts'
import { credentialKey, type GoogleSignIn } from './sign-in/google.ts'

/**
 * The session of a target's calls, and how they are started where that takes more than to send them. `refused` is the
 * fault of a call that is not let in.
 */
export function sessionOf(
  target: Target,
  url: string,
  parts: SdkParts,
  refused = (text: string): Error => refusedBefore(text, target),
): Pick<Exchange, 'session' | 'start'> {
  const { vertex } = target
  if (!vertex) return { session: parts.sessions.sessionFor(url, target.apiKey) }
  const session: Session = parts.sessions.sessionFor(url, credentialKey(vertex.credentials))
  return {
    session,
    start: (call, sink) => callPrepared(session, atGoogle(call, vertex, parts.googleSignIn, refused), sink),
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
