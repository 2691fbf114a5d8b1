import type { Identity } from '../../identity.ts'
import type { Wire } from '../wire.ts'
import { bearer, header } from '../wire.ts'
import { errorBody, errorHeaders, rateLimits, unauthorized } from './errors.ts'

function headers(id: Identity): Record<string, string> {
  return {
    'openai-organization': 'org-simulated',
    'openai-processing-ms': '12',
    'openai-version': '2020-10-01',
    'x-request-id': `req_${id.hex('request', 32)}`,
    ...rateLimits(undefined),
  }
}

/** OpenAI, and with it everything that speaks like OpenAI. */
export const openai: Wire = {
  name: 'openai',
  key: received => bearer(received) ?? header(received, 'api-key'),
  unauthorized,
  invalidJson: {
    status: 400,
    message:
      "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP library correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON. If you have trouble figuring out how to fix this, please contact us through our help center at help.openai.com.)",
  },
  headers,
  errorBody,
  errorHeaders,
}
