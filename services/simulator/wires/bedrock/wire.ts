import type { Wire } from '../wire.ts'
import { bearer, header } from '../wire.ts'
import { errorBody, errorHeaders, headers, unauthorized } from './errors.ts'

/** Amazon Bedrock's runtime. The caller is the access key of a signature, or a bearer token. */
export const bedrock: Wire = {
  name: 'bedrock',
  key(received) {
    const signed = /^AWS4-HMAC-SHA256 Credential=([^/]+)\//.exec(header(received, 'authorization') ?? '')
    return signed ? signed[1] : bearer(received)
  },
  unauthorized,
  invalidJson: { status: 400, message: 'Could not parse the request body.' },
  headers,
  errorBody,
  errorHeaders,
}
