/** GitHub Copilot's keys, from the files in which LiteLLM's sign-in has left them; nobody is signed in here. */
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { asObject, asString, parseJson } from '../providers/json.ts'
import { litellmFault } from '../providers/litellm-errors.ts'
import { copilotBase } from '../providers/openai/copilot.ts'
import { SignInFault, type Target } from '../providers/translator.ts'
import type { SessionManager } from '../sessions/manager.ts'
import { sessionFetch } from '../sessions/session-fetch.ts'
import { createTokenCache, type Token } from './token-cache.ts'

/** A key for calls, and where they go. */
interface CopilotKey {
  readonly token: string
  readonly base: string | undefined
}

/** Somebody who has signed in. `key` rejects with the fault of one whom GitHub no longer lets in. */
interface CopilotLogin {
  readonly base: string
  key(target: Target): Promise<string>
}

/** Who has signed in; null where nobody has. */
export type Copilot = () => CopilotLogin | null

type Env = Readonly<Record<string, string | undefined>>

const tries = 3
const times = { firstByteMs: 30_000, idleMs: 30_000 }

/** Keys are read anew for every call, as LiteLLM does: it may have renewed them. Those renewed here stay in memory. */
export function createCopilot(
  sessions: Pick<SessionManager, 'sessionFor'>,
  env: Env = process.env,
  now: () => number = Date.now,
): Copilot {
  const folder = env.GITHUB_COPILOT_TOKEN_DIR ?? path.join(homedir(), '.config/litellm/github_copilot')
  const keyFile = path.join(folder, env.GITHUB_COPILOT_API_KEY_FILE ?? 'api-key.json')
  const accessFile = path.join(folder, env.GITHUB_COPILOT_ACCESS_TOKEN_FILE ?? 'access-token')
  const url = env.GITHUB_COPILOT_API_KEY_URL ?? 'https://api.github.com/copilot_internal/v2/token'
  const usual = env.GITHUB_COPILOT_API_BASE || copilotBase
  let renewedBase: string | undefined
  const renewed = createTokenCache(async () => {
    const key = await renew(url, textIn(accessFile), sessions)
    renewedBase = key.value.base
    return key
  }, now)
  return () => {
    const kept = readKey(textIn(keyFile))
    const base = kept?.value.base ?? renewedBase ?? usual
    if (kept && kept.until > now()) return { base, key: () => Promise.resolve(kept.value.token) }
    if (textIn(accessFile) === '') return null
    return {
      base,
      async key(target) {
        const key = await renewed().catch((fault: unknown) => {
          throw refused(fault instanceof Error ? fault.message : String(fault), target)
        })
        return key.token
      },
    }
  }
}

function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return ''
  }
}

/** GitHub tells the second in which a key ends. */
function readKey(text: string): Token<CopilotKey> | null {
  const said = asObject(parseJson(text))
  const token = asString(said?.['token'])
  if (said === undefined || token === undefined) return null
  const base = asString(asObject(said['endpoints'])?.['api'])
  return { value: { token, base }, until: Number(said['expires_at'] ?? 0) * 1000 }
}

async function renew(
  url: string,
  access: string,
  sessions: Pick<SessionManager, 'sessionFor'>,
  left = tries,
): Promise<Token<CopilotKey>> {
  const headers = {
    accept: 'application/json',
    'editor-version': 'vscode/1.85.1',
    'editor-plugin-version': 'copilot/1.155.0',
    'user-agent': 'GithubCopilot/1.155.0',
    'content-type': 'application/json',
    authorization: `token ${access}`,
  }
  const answer = await sessionFetch(sessions.sessionFor(url, access), times)(url, { headers })
    .then(async response => (response.ok ? await response.text() : ''))
    .catch(() => '')
  const key = readKey(answer)
  if (key) return key
  if (left > 1) return await renew(url, access, sessions, left - 1)
  throw new Error('Failed to refresh API key after maximum retries')
}

function refused(told: string, target: Target): SignInFault {
  const text = `Failed to refresh API key: ${told}`
  const { message, status, litellmClass, type } = litellmFault('AuthenticationError', 401, text, target)
  return new SignInFault(message, { status, litellmClass, type })
}
