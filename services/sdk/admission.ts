/** How a call is let in where a key in its headers is not enough: whose session it is, and who signs it or has a token. */
import { credentialName } from './aws/access.ts'
import type { CredentialsRefused } from './aws/roles.ts'
import { awsHeaders } from './aws/sign.ts'
import type { Deployment } from './deployments.ts'
import type { Exchange } from './exchange.ts'
import type { SdkParts } from './parts.ts'
import { ociHeaders } from './providers/oci/sign.ts'
import { entraName } from './providers/openai/entra.ts'
import { type JsonObject, NotServed, type ProviderRequest, type Target } from './providers/translator.ts'
import { refusedCredentials } from './providers/bedrock/errors.ts'
import { copilotBase } from './providers/openai/copilot.ts'
import { unknownProject } from './providers/vertex/address.ts'
import { refusedBefore } from './providers/vertex/errors.ts'
import type { VertexSettings } from './providers/vertex/settings.ts'
import { callOverSession, type SessionCall } from './sessions/call.ts'
import { callPolled } from './sessions/polled-call.ts'
import { callInSeries } from './sessions/series.ts'
import type { Session } from './sessions/session.ts'
import { callPrepared, callSigned, type Sign } from './sessions/signed-call.ts'
import { credentialKey, type GoogleSignIn } from './sign-in/google.ts'

/**
 * The session of a deployment's call, and how the call is started where that takes more than sending it. `refused` is
 * the fault of a call that Google does not let in.
 */
export function admitted(
  made: ProviderRequest,
  { target, credentials }: Pick<Deployment, 'target' | 'credentials'>,
  parts: SdkParts,
  refused = (text: string): Error => refusedBefore(text, target),
): Pick<Exchange, 'session' | 'start'> {
  const { vertex, aws } = target
  const { url, series } = made
  if (!URL.canParse(url)) throw new NotServed(`The sdk backend knows no address for ${target.provider}.`)
  if (made.login === 'copilot') return withCopilot(url, target, parts)
  if (vertex) {
    const session = parts.sessions.sessionFor(url, credentialKey(vertex.credentials))
    const start: Exchange['start'] = (call, sink) =>
      callPrepared(session, atGoogle(call, vertex, parts.googleSignIn, refused), sink)
    return { session, start }
  }
  const named = aws ? credentialName(aws.identity) : (target.apiKey ?? (target.entra && entraName(target.entra)))
  const session = parts.sessions.sessionFor(url, named)
  if (made.polling) {
    const how = { polling: made.polling, streams: made.framing === 'ndjson' }
    return { session, start: (call, sink) => callPolled(session, { call, ...how }, sink) }
  }
  const headers = signerOf(made, { target, credentials }, parts)
  const start: Exchange['start'] = headers ? (call, sink) => callSigned(session, headers, call, sink) : undefined
  return series ? { session, start: inSeries(series, session, start) } : { session, ...(start ? { start } : {}) }
}

/** A call with the key of whom LiteLLM has signed in, at the place of the key's account unless the deployment names one. */
function withCopilot(
  url: string,
  target: Target,
  { copilot, sessions }: SdkParts,
): Pick<Exchange, 'session' | 'start'> {
  const login = copilot()
  if (login === null) throw new NotServed('Nobody has signed in at GitHub Copilot, which the sdk backend does not do.')
  const place = target.apiBase === '' ? url.replace(copilotBase, login.base) : url
  const session = sessions.sessionFor(place, 'github copilot')
  const prepared = async (call: SessionCall): Promise<SessionCall> => {
    const headers = { ...call.headers, authorization: `Bearer ${await login.key(target)}` }
    return { ...call, url: place, headers }
  }
  return { session, start: (call, sink) => callPrepared(session, prepared(call), sink) }
}

/** What lets a call in besides a key in its headers. */
function signerOf(
  { url, signing, grant, ociKey }: ProviderRequest,
  { target, credentials }: Pick<Deployment, 'target' | 'credentials'>,
  parts: SdkParts,
): Sign | undefined {
  if (grant) return async () => ({ authorization: `Bearer ${await parts.tokens(grant, target)}` })
  if (ociKey) return async ({ body }) => ociHeaders(ociKey, url, String(body), new Date())
  if (signing === undefined || credentials === undefined) return undefined
  const told = (fault: CredentialsRefused): Error => refusedCredentials(fault, target)
  return call => awsHeaders(credentials, signing, call, new Date(), told)
}

function inSeries(
  series: readonly JsonObject[],
  session: Session,
  start: NonNullable<Exchange['start']> = (call, sink) => callOverSession(session, call, sink),
): NonNullable<Exchange['start']> {
  const bodies = series.map(body => JSON.stringify(body))
  return (call, sink) => callInSeries(bodies, (body, each) => start({ ...call, body }, each), sink)
}

/** A call with a token, and with the project that the account belongs to where none is named. */
export async function atGoogle(
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
  const { body } = call
  return {
    ...call,
    url: call.url.replace(unknownProject, known),
    // What is to be cached names its model as a whole. A client's own words have no quotes in JSON that are not escaped.
    body:
      typeof body === 'string'
        ? body.replace(`"model":"projects/${unknownProject}/`, () => `"model":"projects/${known}/`)
        : body,
    headers: { ...call.headers, ...authorised(call.headers, access.token) },
  }
}

/** Claude's wire has a place for a key, too; LiteLLM puts the token there as well. */
function authorised(headers: SessionCall['headers'], token: string): Record<string, string> {
  const bearer = { authorization: `Bearer ${token}` }
  return 'x-api-key' in headers ? { ...bearer, 'x-api-key': token } : bearer
}
