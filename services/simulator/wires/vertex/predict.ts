import { embed } from '../../identity.ts'
import { asList, asObject, asText, firstNumber, textOfContent } from '../../json.ts'
import { estimateTokens } from '../../text.ts'
import { generate } from '../gemini/generate.ts'
import type { Endpoint, Input, Prepared } from '../wire.ts'
import { Complaint } from '../wire.ts'

const usualDimensions = 768

/** `{model}:predict` of an embedding model: a vector for each instance. */
function predict({ body }: Input): Prepared {
  const instances = asList(body['instances']).map(asObject)
  if (instances.length === 0) throw new Complaint({ status: 400, message: 'The instances field is empty.' })
  const dimensions = firstNumber(asObject(body['parameters'])['outputDimensionality']) ?? usualDimensions
  const predictions = instances.map(instance => {
    const text = asText(instance['content'])
    const statistics = { truncated: false, token_count: estimateTokens(text) }
    return { embeddings: { statistics, values: embed(text, dimensions) } }
  })
  return { kind: 'whole', body: { predictions }, pieces: predictions.length }
}

/** `{model}:embedContent`: one vector for all parts. */
function embedContent({ body }: Input): Prepared {
  const text = textOfContent(asObject(body['content'])['parts'])
  const dimensions = firstNumber(body['outputDimensionality']) ?? usualDimensions
  const usageMetadata = { promptTokenCount: estimateTokens(text), totalTokenCount: estimateTokens(text) }
  return { kind: 'whole', body: { embedding: { values: embed(text, dimensions) }, usageMetadata }, pieces: 1 }
}

const answers = generate({ trafficType: 'ON_DEMAND' }, { createTime: '2025-01-01T00:00:00.000000Z' })

/** `publishers/google/models/{model}:{method}` and `endpoints/{id}:{method}`. */
export const googleMethod: Endpoint = input => {
  const method = (input.params['target'] ?? '').split(':').at(-1)
  if (method === 'predict') return predict(input)
  return method === 'embedContent' ? embedContent(input) : answers(input)
}
