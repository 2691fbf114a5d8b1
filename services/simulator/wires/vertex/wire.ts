import { errorBody as anthropicErrorBody } from '../anthropic/errors.ts'
import { errorBody as googleErrorBody, errorHeaders } from '../gemini/errors.ts'
import { gemini } from '../gemini/wire.ts'
import { bearer, type Wire } from '../wire.ts'

/** Google's Vertex AI: access tokens instead of keys. */
export const vertex: Wire = {
  ...gemini,
  name: 'vertex',
  key: headers => bearer(headers),
  headers: () => ({
    vary: 'Origin, X-Origin, Referer',
    server: 'scaffolding on HTTPServer2',
    'x-xss-protection': '0',
    'x-frame-options': 'SAMEORIGIN',
    'x-content-type-options': 'nosniff',
  }),
}

/** What Google says itself before the request reaches Anthropic's model. */
const byGoogle = [401, 403, 404, 429]

/** Anthropic's models on Vertex AI: whom to let in is Google's business, the rest is said in Anthropic's words. */
export const vertexClaude: Wire = {
  ...vertex,
  errorBody(details, id) {
    if (byGoogle.includes(details.status)) return googleErrorBody(details)
    return { ...anthropicErrorBody(details, id), request_id: `req_vrtx_011${id.token('request', 21)}` }
  },
  errorHeaders,
}
