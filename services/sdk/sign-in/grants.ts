/** Access tokens that a provider's own token endpoint grants for a key. */
import { randomUUID } from 'node:crypto'
import { NoToken, readOidcToken } from '../aws/oidc-token.ts'
import { asObject, asString, parseJson } from '../providers/json.ts'
import { litellmFault } from '../providers/litellm-errors.ts'
import { nameOf, statusFault } from '../providers/plain/wire.ts'
import { entraRefused } from '../providers/openai/entra.ts'
import { type ProviderFault, SignInFault, type Target, type TokenGrant } from '../providers/translator.ts'
import type { SessionManager } from '../sessions/manager.ts'
import { sessionFetch } from '../sessions/session-fetch.ts'
import { createTokenCache, type Token } from './token-cache.ts'

/** A token for a call. Rejects with the fault of a key that is not let in. */
export type Tokens = (grant: TokenGrant, target: Target) => Promise<string>

type Env = Readonly<Record<string, string | undefined>>

const times = { firstByteMs: 30_000, idleMs: 30_000 }

/** Tokens are kept as long as they live. */
export function createTokens(
  sessions: Pick<SessionManager, 'sessionFor'>,
  now: () => number = Date.now,
  env: Env = process.env,
): Tokens {
  const kept = new Map<string, () => Promise<string>>()
  return (grant, target) => {
    const key = JSON.stringify(grant)
    const known = kept.get(key)
    if (known) return known()
    const token = createTokenCache(() => askForToken(grant, target, { sessions, now, env }), now)
    kept.set(key, token)
    return token()
  }
}

interface Means {
  readonly sessions: Pick<SessionManager, 'sessionFor'>
  readonly now: () => number
  readonly env: Env
}

async function askForToken(grant: TokenGrant, target: Target, { sessions, now, env }: Means): Promise<Token> {
  const { url, idHeader, query = false } = grant
  const form = new URLSearchParams(await formOf(grant, target, env)).toString()
  const session = sessions.sessionFor(url, target.apiKey ?? JSON.stringify(grant))
  const response = await sessionFetch(session, times)(query ? `${url}?${form}` : url, {
    method: query ? 'GET' : 'POST',
    headers: {
      ...grant.headers,
      ...(idHeader ? { [idHeader]: randomUUID() } : {}),
      ...(query ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    ...(query ? {} : { body: form }),
  }).catch((error: unknown) => {
    throw refused(500, error instanceof Error ? error.message : String(error), grant, target)
  })
  const text = await response.text()
  if (!response.ok) throw refused(response.status, text, grant, target)
  const token = readToken(text, now())
  if (token === null) throw untold(text, grant, target)
  return token
}

/** The form, with the token that stands for the client where there is one. */
async function formOf(grant: TokenGrant, target: Target, env: Env): Promise<Record<string, string>> {
  const { form, assertion } = grant
  if (assertion === undefined) return form
  const token = await readOidcToken(assertion, env).catch((fault: unknown) => {
    throw refused(fault instanceof NoToken ? (fault.status ?? 0) : 0, (fault as Error).message, grant, target)
  })
  return { ...form, client_assertion: token }
}

/** IBM tells the seconds of a token's life, Sber when it ends. */
function readToken(text: string, now: number): Token | null {
  const said = asObject(parseJson(text))
  const value = asString(said?.['access_token'] ?? said?.['tok'])
  if (value === undefined) return null
  const until = Number(said?.['expires_at'] ?? said?.['exp'] ?? 0)
  return { value, until: until > 0 ? until : now + Number(said?.['expires_in'] ?? 0) * 1000 }
}

/** What Entra ID answers may hold other tokens. */
function untold(text: string, grant: TokenGrant, target: Target): SignInFault {
  if (target.entra) return refused(422, 'Azure AD Token access_token not returned', grant, target)
  return refused(500, `no token in ${text}`, { ...grant, prefix: '' }, target)
}

function refused(status: number, text: string, grant: TokenGrant, target: Target): SignInFault {
  const fault = faultOf(status, text, grant, target)
  const { message, litellmClass, type, status: told } = fault
  return new SignInFault(message, { status: told, litellmClass, type })
}

function faultOf(status: number, text: string, grant: TokenGrant, target: Target): ProviderFault {
  if (target.entra) return entraRefused(status, text, grant, target)
  const words = (grant.prefix ?? '') + text
  return status < 400
    ? litellmFault('APIConnectionError', 500, `${nameOf(target)} - ${words}`, target)
    : statusFault(status, words, target)
}
