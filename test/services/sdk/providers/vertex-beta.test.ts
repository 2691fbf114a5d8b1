import t from 'tap'
import { translatorFor } from '../../../../services/sdk/providers/registry.ts'
import { vertexSettings } from '../../../../services/sdk/providers/vertex/settings.ts'
import type { Target } from '../../../../services/sdk/providers/translator.ts'
import { target } from './fixtures.ts'

const chat = { messages: [{ role: 'user', content: 'hi' }] }
const place = { vertex: { project: 'p', location: 'europe-west1', credentials: undefined }, apiBase: '' }
const at = (model: string): Target => target('vertex_ai_beta', model, place)

t.test('Gemini by its other name', async t => {
  const beta = translatorFor('vertex_ai_beta')
  t.match(beta?.request(chat, at('gemini-2.5-flash')), {
    url: /^https:\/\/europe-west1-aiplatform\.googleapis\.com\/v1\/projects\/p\/.*:generateContent$/,
  })
  t.throws(() => beta?.request(chat, at('claude-sonnet-4-5')), /does not speak/)
  t.match(beta?.error(400, 'no', at('gemini-2.5-flash')), { message: /Vertex_ai_betaException/ })
  t.match(translatorFor('vertex_ai')?.error(400, 'no', target('vertex_ai', 'gemini-2.5-flash', place)), {
    message: /Vertex_aiException/,
  })
  t.match(vertexSettings('vertex_ai_beta', { vertex_project: 'q' }, undefined, {}), { project: 'q' })
})
