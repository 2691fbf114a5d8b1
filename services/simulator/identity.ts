import { createHash } from 'node:crypto'

/** What makes one answer unmistakable. Derived from the request's number and time, so a test that pins the clock pins the ids. */
export interface Identity {
  /** Milliseconds since the epoch. */
  readonly now: number
  /** Unix seconds. */
  readonly created: number
  /** A string of letters and digits; the same label gives the same one. */
  token(label: string, length: number): string
  /** Lower-case hex digits; the same label gives the same ones. */
  hex(label: string, length: number): string
}

const digest = (text: string): Buffer => createHash('sha512').update(text).digest()

/** The identity of the request numbered `sequence` that arrived at `now`. */
export function createIdentity(sequence: number, now: number): Identity {
  const seed = `${sequence}:${now}`
  return {
    now,
    created: Math.floor(now / 1000),
    token: (label, length) =>
      digest(`${seed}:${label}`).toString('base64').replace(/[+/=]/g, '0').slice(0, length).padEnd(length, '0'),
    hex: (label, length) => digest(`${seed}:${label}`).toString('hex').slice(0, length).padEnd(length, '0'),
  }
}

/** A vector of length one that depends only on the text. */
export function embed(text: string, dimensions: number): number[] {
  let state = digest(text).readUInt32LE(0)
  const raw = Array.from({ length: dimensions }, () => {
    // xorshift32: small, and the same on every machine
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 31 - 1
  })
  const norm = Math.hypot(...raw) || 1
  return raw.map(value => Number((value / norm).toFixed(9)))
}
