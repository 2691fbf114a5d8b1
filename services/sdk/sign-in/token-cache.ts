/** An access token that is kept while it is good and renewed by one request at a time. */

/** A token and when it ends, in milliseconds since the epoch. */
export interface Token<T = string> {
  readonly value: T
  readonly until: number
}

/** From this long before its end a token is renewed while it is still in use, as google-auth does in Python. */
const staleMs = 225_000

/** Keeps what `fetchToken` brings; failures are not kept. */
export function createTokenCache<T = string>(fetchToken: () => Promise<Token<T>>, now: () => number): () => Promise<T> {
  let token: Token<T> | null = null
  let renewing: Promise<Token<T>> | null = null
  const renew = (): Promise<Token<T>> => {
    renewing ??= fetchToken()
      .then(renewed => (token = renewed))
      .finally(() => (renewing = null))
    return renewing
  }
  return async () => {
    const at = now()
    if (token === null || at >= token.until) return (await renew()).value
    // Whoever comes while it is renewed still has the old one, also when the renewal fails.
    if (at >= token.until - staleMs) renew().catch(() => {})
    return token.value
  }
}
