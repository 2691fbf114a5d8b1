/** What may be kept of a Set-Cookie, and what is sent where: tough-cookie's judgement, public suffix list included. */
import { Cookie, CookieJar } from 'tough-cookie'
import { isKeepable, type KeptCookie, liveCookies } from './kept-cookie.ts'

/** Browsers forget the longest-lived cookie after this. */
const longestLifeMs = 400 * 86_400_000

/** The cookie of one Set-Cookie header, or null where a browser would drop it: foreign domain, public suffix, not readable. */
export function acceptCookie(header: string, url: string, now: number, set: number): KeptCookie | null {
  const cookie = new CookieJar().setCookieSync(header, url, { ignoreError: true, now: new Date(now) })
  if (!cookie) return null
  const kept: KeptCookie = {
    name: cookie.key,
    value: cookie.value,
    domain: cookie.hostOnly ? null : cookie.domain,
    path: cookie.path ?? '/',
    expires: expiryOf(cookie, now),
    secure: cookie.secure,
    httpOnly: cookie.httpOnly,
    set,
  }
  return isKeepable(kept) ? kept : null
}

/** Max-Age counts from now, not from the last use as tough-cookie's own jar has it; what is past ends now. */
function expiryOf(cookie: Cookie, now: number): number | null {
  const time = cookie.expiryTime(new Date(now))
  if (time === undefined || time === Infinity) return null
  return Math.max(now, Math.min(time, now + longestLifeMs))
}

/** A view of the cookies that answers for URLs of the session's origin; made anew whenever the cookies change. */
export interface CookieView {
  header(url: string): string
  readonly names: string[]
  /** From then on the view is out of date. */
  readonly until: number
}

/** Cookies that do not belong to the origin, as a meddled-with file may hold, are left out. */
export function viewOf(cookies: readonly KeptCookie[], origin: string, now: number): CookieView {
  const live = liveCookies(cookies, now)
  const jar = new CookieJar()
  const taken = live.filter(({ name, value, domain, path, secure, httpOnly }) => {
    const cookie = new Cookie({ key: name, value, domain, path, secure, httpOnly })
    return jar.setCookieSync(cookie, origin, { ignoreError: true }) !== undefined
  })
  return {
    header: url => jar.getCookieStringSync(url),
    names: taken.map(({ name }) => name),
    until: Math.min(Infinity, ...live.map(({ expires }) => expires ?? Infinity)),
  }
}
