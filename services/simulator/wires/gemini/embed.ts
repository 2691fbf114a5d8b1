import { embed } from '../../identity.ts'
import type { JsonObject } from '../../json.ts'
import { asList, asObject, textOfContent } from '../../json.ts'
import type { Prepared } from '../wire.ts'
import { Complaint } from '../wire.ts'

const usual = 3072

function valuesOf(request: JsonObject): JsonObject {
  const parts = asList(asObject(request['content'])['parts'])
  const asked = request['outputDimensionality']
  return { values: embed(textOfContent(parts), typeof asked === 'number' ? asked : usual) }
}

/** `embedContent` and `batchEmbedContents`: vectors that depend on the text only. */
export function embedContents(body: JsonObject, method: 'embedContent' | 'batchEmbedContents'): Prepared {
  if (method === 'embedContent') return { kind: 'whole', body: { embedding: valuesOf(body) }, pieces: 1 }
  const requests = asList(body['requests']).map(asObject)
  if (requests.length === 0) {
    throw new Complaint({
      status: 400,
      message: '* BatchEmbedContentsRequest.requests: at least one request is required\n',
    })
  }
  return { kind: 'whole', body: { embeddings: requests.map(valuesOf) }, pieces: requests.length }
}
