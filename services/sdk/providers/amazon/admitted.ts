/** How Amazon's hosts let a request in. */
import { NotServed, type ProviderRequest, type Signing, type Target } from '../translator.ts'

/** A request with a bearer token in its headers, or to be signed when it is sent. */
export function admittedAt({ aws }: Target, request: ProviderRequest, signing: Signing): ProviderRequest {
  const identity = aws?.identity
  if (identity?.kind === 'bearer') {
    return { ...request, headers: { ...request.headers, authorization: `Bearer ${identity.token}` } }
  }
  if (identity?.kind === 'elsewhere') throw new NotServed('The sdk backend assumes no roles at AWS.')
  return { ...request, signing }
}
