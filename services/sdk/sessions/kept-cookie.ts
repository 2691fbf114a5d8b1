/**
 * The cookies of a session as plain data. Several processes keep copies of one jar; `merge` brings any two copies
 * together, in whatever order and however often, so none of them has to be asked first.
 */
import { z } from 'zod'

/**
 * Visible ASCII without a semicolon: anything else would spoil every later request's Cookie header. Browsers take no more
 * than four kilobytes either.
 */
const plain = z
  .string()
  .max(4096)
  .regex(/^[\x20-\x3a\x3c-\x7e]*$/)

const cookieSchema = z.strictObject({
  name: plain,
  /** Empty once the cookie has expired: what is over need not be kept. */
  value: plain,
  /** Null: of this host only. */
  domain: plain.nullable(),
  path: plain,
  /** Milliseconds since the epoch; null where the provider named no end. */
  expires: z.number().nullable(),
  secure: z.boolean(),
  httpOnly: z.boolean(),
  /** When it was set, in milliseconds; the fraction tells writers of the same millisecond apart. */
  set: z.number(),
})

export type KeptCookie = Readonly<z.infer<typeof cookieSchema>>

/** What a jar's file holds. It names its owner, so that a file that was moved or copied is not taken for another's. */
export const jarSchema = z.strictObject({
  schema: z.literal(1),
  origin: z.string(),
  credential: z.string(),
  cookies: z.array(cookieSchema),
})

/** As many as browsers keep of a site, at least. */
const mostCookies = 64

/** An expired cookie is remembered for a while: a copy that still has it alive must learn of its end. */
const remembranceMs = 3_600_000

/** Whether a cookie may be kept at all. */
export function isKeepable(cookie: KeptCookie): boolean {
  return cookieSchema.safeParse(cookie).success
}

/** The union by name, domain and path; of two the one set later counts. Oldest first. */
export function merge(ours: readonly KeptCookie[], theirs: readonly KeptCookie[], now: number): KeptCookie[] {
  const byId = new Map<string, KeptCookie>()
  for (const cookie of [...ours, ...theirs]) {
    const known = byId.get(idOf(cookie))
    if (known === undefined || isLater(cookie, known)) byId.set(idOf(cookie), cookie)
  }
  return [...byId.values()]
    .filter(({ expires }) => expires === null || expires > now - remembranceMs)
    .map(cookie => (isLive(cookie, now) ? cookie : { ...cookie, value: '' }))
    .toSorted((a, b) => a.set - b.set || (idOf(a) < idOf(b) ? -1 : 1))
    .slice(-mostCookies)
}

/** Whether `have` knows everything that `want` knows. */
export function covers(have: readonly KeptCookie[], want: readonly KeptCookie[]): boolean {
  const known = new Map(have.map(cookie => [idOf(cookie), cookie.set]))
  return want.every(cookie => (known.get(idOf(cookie)) ?? -Infinity) >= cookie.set)
}

/** The cookies that still count. */
export function liveCookies(cookies: readonly KeptCookie[], now: number): KeptCookie[] {
  return cookies.filter(cookie => isLive(cookie, now))
}

/** A stamp later than every one before, so that the order of answers decides and not a clock that was set back. */
export function nextStamp(cookies: readonly KeptCookie[], now: number, writer: number): number {
  return Math.floor(cookies.reduce((latest, { set }) => Math.max(latest, set + 1), now)) + writer
}

function isLive({ expires }: KeptCookie, now: number): boolean {
  return expires === null || expires > now
}

/** Of two of one stamp the same one must win in every process: the one that ends first, because its end blanks its value. */
function isLater(a: KeptCookie, b: KeptCookie): boolean {
  if (a.set !== b.set) return a.set > b.set
  const [ours, theirs] = [a.expires ?? Infinity, b.expires ?? Infinity]
  return ours === theirs ? a.value > b.value : ours < theirs
}

function idOf({ name, domain, path }: KeptCookie): string {
  return JSON.stringify([name, domain, path])
}
