import type { Identity } from './identity.ts'

const remembered = 1000

/** The cookies Cloudflare gives a stranger. Without `Secure`, because the simulator is plain http and clients would keep them back. */
function cookieLines(botManagement: string, visitor: string, now: number): string[] {
  const expires = new Date(now + 30 * 60_000).toUTCString()
  return [
    `__cf_bm=${botManagement}; path=/; expires=${expires}; HttpOnly; SameSite=None`,
    `_cfuvid=${visitor}; path=/; HttpOnly; SameSite=None`,
  ]
}

function parseCookies(header: string | undefined): Map<string, string> {
  const pairs = (header ?? '').split(';').map(pair => {
    const at = pair.indexOf('=')
    return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const
  })
  return new Map(pairs)
}

/** A Cloudflare-like gate: it lets in whoever brings back a pair of cookies that it issued. */
export class Gate {
  #issued = new Map<string, string>()

  /** Issues a pair and returns its `set-cookie` values. */
  issue(id: Identity): string[] {
    const botManagement = `${id.token('cf_bm', 43)}-${id.created}-1.0.1.1-${id.token('cf_bm2', 20)}`
    const visitor = `${id.token('cfuvid', 43)}-${id.now}-0.0.1.1-604800000`
    this.#issued.set(botManagement, visitor)
    const oldest = this.#issued.keys().next().value
    if (this.#issued.size > remembered && oldest !== undefined) this.#issued.delete(oldest)
    return cookieLines(botManagement, visitor, id.now)
  }

  /** Whether a `cookie` header holds a pair that was issued here. */
  admits(cookieHeader: string | undefined): boolean {
    const cookies = parseCookies(cookieHeader)
    const visitor = this.#issued.get(cookies.get('__cf_bm') ?? '')
    return visitor !== undefined && visitor === cookies.get('_cfuvid')
  }
}

/** The page of the gate. */
export const gatePage = `<!DOCTYPE html>
<html lang="en-US">
<head><title>Access denied | Cloudflare</title></head>
<body><h1>Error 1200</h1><p>Cache connection limit</p><p>error code: 1200</p></body>
</html>
`

/** What the scenario `html` answers with status 200: a proxy's page instead of the API's JSON. */
export const strayPage = `<!DOCTYPE html>
<html><head><title>Welcome</title></head><body><h1>It works!</h1></body></html>
`
