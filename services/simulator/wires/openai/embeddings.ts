import { embed } from '../../identity.ts'
import type { Json } from '../../json.ts'
import { asText } from '../../json.ts'
import { estimateTokens } from '../../text.ts'
import type { Endpoint } from '../wire.ts'
import { requireParam } from './read.ts'

/** A list of numbers is one input (tokens), a list of anything else is many. */
function readInputs(input: Json | undefined): string[] {
  if (!Array.isArray(input)) return [asText(input)]
  if (typeof input[0] === 'number') return [JSON.stringify(input)]
  return input.map(one => (typeof one === 'string' ? one : JSON.stringify(one)))
}

function encode(vector: number[], format: Json | undefined): Json {
  return format === 'base64' ? Buffer.from(new Float32Array(vector).buffer).toString('base64') : vector
}

/** `POST /v1/embeddings`: vectors that depend on the text only. */
export const embeddings: Endpoint = ({ body }) => {
  requireParam(body, 'model')
  requireParam(body, 'input')
  const inputs = readInputs(body['input'])
  const usual = asText(body['model']).includes('large') ? 3072 : 1536
  const dimensions = typeof body['dimensions'] === 'number' ? body['dimensions'] : usual
  const data = inputs.map((text, index) => {
    return { object: 'embedding', index, embedding: encode(embed(text, dimensions), body['encoding_format']) }
  })
  const tokens = estimateTokens(inputs.join(''))
  const usage = { prompt_tokens: tokens, total_tokens: tokens }
  return { kind: 'whole', body: { object: 'list', data, model: body['model'], usage }, pieces: inputs.length }
}
