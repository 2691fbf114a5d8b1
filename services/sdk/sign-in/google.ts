/** Access tokens for Google's APIs, from whatever account a deployment names. */
import { existsSync, readFileSync } from 'node:fs'
import { asObject, parseJson } from '../providers/json.ts'
import type { JsonObject } from '../providers/translator.ts'
import type { VertexCredentials } from '../providers/vertex/settings.ts'
import { defaultAccount, type GoogleAccount, openAccount } from './google-account.ts'
import { createTokenCache } from './token-cache.ts'

/** A token, and the project of its account where that has one. */
interface Access {
  readonly token: string
  readonly project: string | undefined
}

/** Lets calls in at Google. Rejects with an Error whose message is LiteLLM's. */
export type GoogleSignIn = (credentials: VertexCredentials) => Promise<Access>

/** How accounts are opened; tests bring accounts of their own. */
export interface GoogleParts {
  readonly open: (info: JsonObject) => Promise<GoogleAccount>
  readonly openDefault: () => Promise<GoogleAccount>
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

interface Opened {
  readonly project: string | undefined
  token(): Promise<string>
}

const usual: GoogleParts = { open: openAccount, openDefault: defaultAccount, now: Date.now }

/** Accounts are opened once, at their first use. */
export function createGoogleSignIn({ open, openDefault, now }: GoogleParts = usual): GoogleSignIn {
  const opened = new Map<string, Promise<Opened>>()
  const openOnce = (credentials: VertexCredentials): Promise<Opened> => {
    const key = credentialKey(credentials)
    const known = opened.get(key)
    if (known) return known
    const opening = (async () => {
      const account = await (credentials === undefined ? openDefault() : open(readCredentials(credentials)))
      return { project: account.project, token: createTokenCache(account.fetchToken, now) }
    })()
    opened.set(key, opening)
    // What is wrong today may be mended tomorrow.
    opening.catch(() => opened.delete(key))
    return opening
  }
  return async credentials => {
    const { project, token } = await openOnce(credentials)
    return { token: await token(), project }
  }
}

/** Tells accounts apart, for their sessions. */
export function credentialKey(credentials: VertexCredentials): string {
  return typeof credentials === 'string' ? credentials : JSON.stringify(credentials ?? 'default')
}

function readCredentials(credentials: string | JsonObject): JsonObject {
  if (typeof credentials !== 'string') return credentials
  const info = asObject(parseJson(existsSync(credentials) ? readFileSync(credentials, 'utf8') : credentials))
  if (info) return info
  throw new Error(
    'Unable to load vertex credentials from environment. Ensure the JSON is valid (check for unescaped newlines in ' +
      'private_key). Parse error: JSONDecodeError',
  )
}
