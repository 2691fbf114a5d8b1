/** A call to the provider that has to be made before the request itself, over the same session. */
import { atGoogle } from '../admission.ts'
import type { Deployment } from '../deployments.ts'
import type { SdkParts } from '../parts.ts'
import type { Fetched, ProviderCall } from '../providers/materials.ts'
import { refusedBefore } from '../providers/vertex/errors.ts'
import type { Session } from '../sessions/session.ts'
import { sessionFetch } from '../sessions/session-fetch.ts'
import { credentialKey } from '../sign-in/google.ts'

/** Makes the call; its end is an answer, whatever its status, or the reason why there is none. */
export async function askProvider(
  { method, url, headers, body }: ProviderCall,
  { target, timeoutMs }: Deployment,
  parts: SdkParts,
  left: AbortSignal,
): Promise<Fetched> {
  const { vertex, apiKey } = target
  const times = { firstByteMs: timeoutMs, idleMs: timeoutMs }
  const plain = { url, method, headers, body: body === null ? null : JSON.stringify(body), ...times }
  try {
    const refused = (text: string): Error => refusedBefore(text, target)
    const call = vertex ? await atGoogle(plain, vertex, parts.googleSignIn, refused) : plain
    const session: Session = parts.sessions.sessionFor(url, vertex ? credentialKey(vertex.credentials) : apiKey)
    const answer = await sessionFetch(session, times)(call.url, {
      method,
      headers: new Headers(
        Object.entries(call.headers).flatMap(([name, value]) =>
          [value].flat().map(one => [name, one] as [string, string]),
        ),
      ),
      body: call.body,
      signal: left,
    })
    const content = Buffer.from(await answer.arrayBuffer()).toString('base64')
    return { kind: 'answer', status: answer.status, type: answer.headers.get('content-type') ?? undefined, content }
  } catch (error) {
    return { kind: 'unreachable', because: error instanceof Error ? error.message : String(error) }
  }
}
