import { embed } from '../../identity.ts'
import type { JsonObject } from '../../json.ts'
import { asList, asText } from '../../json.ts'
import { estimateTokens } from '../../text.ts'
import type { Endpoint } from '../wire.ts'
import { Complaint } from '../wire.ts'

const usual = 1536

/** `POST /v2/embed`: vectors that depend on the text only, under each kind that was asked for. */
export const embeddings: Endpoint = ({ body, id }) => {
  const texts = asList(body['texts']).map(asText)
  if (asText(body['model']) === '') throw new Complaint({ status: 400, message: 'invalid request: model is required' })
  if (texts.length === 0) {
    throw new Complaint({ status: 400, message: 'invalid request: one of texts, images or inputs must be provided' })
  }
  const asked = body['output_dimension']
  const vectors = texts.map(text => embed(text, typeof asked === 'number' ? asked : usual))
  const kinds = asList(body['embedding_types']).map(asText)
  const found: JsonObject = Object.fromEntries((kinds.length > 0 ? kinds : ['float']).map(kind => [kind, vectors]))
  const billed_units = { input_tokens: estimateTokens(texts.join('')) }
  const meta = { api_version: { version: '2' }, billed_units }
  return { kind: 'whole', body: { id: id.hex('embed', 32), embeddings: found, texts, meta }, pieces: texts.length }
}
