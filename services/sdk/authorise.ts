/** Who may use the model routes: holders of the master key, as with a LiteLLM that has no database. */
import type { IncomingHttpHeaders } from 'node:http'
import { presentedKey, sameKey } from '../shared/auth.ts'
import { type ErrorAnswer, malformedKey, noKey, wrongKey } from './answers.ts'

/** What is wrong with a request's key, or null. Without a master key everybody is welcome, as in LiteLLM. */
export function authorise(headers: IncomingHttpHeaders, masterKey: string | undefined): ErrorAnswer | null {
  if (masterKey === undefined) return null
  const presented = presentedKey(headers)
  switch (presented.kind) {
    case 'none':
      return noKey
    case 'malformed':
      return malformedKey
    case 'key':
      return sameKey(presented.key, masterKey) ? null : wrongKey
  }
}

export function isAuthorised(headers: IncomingHttpHeaders, masterKey: string | undefined): boolean {
  return authorise(headers, masterKey) === null
}
