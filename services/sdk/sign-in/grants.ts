/** Access tokens that a provider's own token endpoint grants for a key. */
import { randomUUID } from 'node:crypto'
import { NoToken, readOidcToken } from '../aws/oidc-token.ts'
import { asObject, asString, parseJson } from '../providers/json.ts'
import { litellmFault } from '../providers/litellm-errors.ts'
import { nameOf, statusFault } from '../providers/plain/wire.ts'
import { SignInFault, type Target, type TokenGrant } from '../providers/translator.ts'
import type { SessionManager } from '../sessions/manager.ts'
import { sessionFetch } from '../sessions/session-fetch.ts'
import { createTokenCache, type Token } from './token-cache.ts'

/** A token for a call. Rejects with the fault of a key that is not let in. */
export type Tokens = (grant: TokenGrant, target: Target) => Promise<string>

const times = { firstByteMs: 30_000, idleMs: 30_000 }

/** Tokens are kept as long as they live. */
export function createTokens(sessions: Pick<SessionManager, 'sessionFor'>, now: () => number = Date.now): Tokens {
  const kept = new Map<string, () => Promise<string>>()
  return (grant, target) => {
    const key = JSON.stringify(grant)
    const known = kept.get(key)
    if (known) return known()
    const token = createTokenCache(() => askForToken(grant, target, sessions, now), now)
    kept.set(key, token)
    return token()
  }
}

async function askForToken(
  grant: TokenGrant,
  target: Target,
  sessions: Pick<SessionManager, 'sessionFor'>,
  now: () => number,
): Promise<Token> {
  const { url, idHeader, prefix = '', query = false } = grant
  const form = new URLSearchParams(await formOf(grant, target)).toString()
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
    throw refused(500, error instanceof Error ? error.message : String(error), target)
  })
  const text = await response.text()
  if (!response.ok) throw refused(response.status, prefix + text, target)
  const token = readToken(text, now())
  if (token === null) throw refused(500, `no token in ${text}`, target)
  return token
}

/** The form, with the token that stands for the client where there is one. */
async function formOf({ form, assertion }: TokenGrant, target: Target): Promise<Record<string, string>> {
  if (assertion === undefined) return form
  const token = await readOidcToken(assertion, process.env).catch((fault: unknown) => {
    throw refused(fault instanceof NoToken ? (fault.status ?? 500) : 500, (fault as Error).message, target)
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

function refused(status: number, text: string, target: Target): SignInFault {
  const {
    message,
    litellmClass,
    type,
    status: told,
  } = status < 400
    ? litellmFault('APIConnectionError', 500, `${nameOf(target)} - ${text}`, target)
    : statusFault(status, text, target)
  return new SignInFault(message, { status: told, litellmClass, type })
}
