/** Embeddings at Oracle Cloud. */
import { asCount, asObject, asString } from '../json.ts'
import { litellmFault } from '../litellm-errors.ts'
import { embeddingWire, textsOf } from '../embedding-wire.ts'
import type { Json, JsonObject, ProviderFault, Target } from '../translator.ts'
import { placed, toldVectors } from '../vectors.ts'
import { ociUrl } from './request.ts'
import { ociKey } from './sign.ts'
import { unsigned } from './translator.ts'

/** So many texts Oracle takes at once. */
const most = 96

/** One more wire, but for streams. */
export const ociEmbeddings = embeddingWire({
  takes: ['dimensions'],
  hidesErrors: true,
  request(input, params, target, own) {
    const key = ociKey(target)
    if (key === undefined) throw unsigned(target)
    return {
      url: ociUrl(target, 'embedText'),
      headers: { 'content-type': 'application/json', ...target.headers, ...own },
      ociKey: key,
      body: embedText(input, params, target),
    }
  },
  answer(body, _input, target) {
    const vectors = body['embeddings']
    if (!Array.isArray(vectors)) throw noVectors(target)
    const counts = body['inputTextTokenCounts']
    const tokens = Array.isArray(counts)
      ? counts.reduce<number>((sum, count) => sum + asCount(count), 0)
      : asCount(asObject(body['usage'])?.['promptTokens'])
    return toldVectors(placed(vectors), tokens, target)
  },
})

function embedText(input: Json, params: JsonObject, target: Target): JsonObject {
  const { oci_compartment_id, oci_serving_mode, oci_endpoint_id } = target.defaults
  const texts = textsOf(input)
  if (texts.length > most) {
    throw badRequest(
      `OCI embedText accepts at most ${most} inputs per request (got ${texts.length}). Batch your requests.`,
      target,
    )
  }
  const dedicated = asString(oci_serving_mode)?.toUpperCase() === 'DEDICATED'
  const { input_type, truncate = 'END', dimensions } = params
  return {
    compartmentId: oci_compartment_id,
    servingMode: dedicated
      ? { servingType: 'DEDICATED', endpointId: oci_endpoint_id ?? target.model }
      : { servingType: 'ON_DEMAND', modelId: target.model },
    inputs: texts,
    ...(input_type ? { inputType: (asString(input_type) ?? '').toUpperCase() } : {}),
    truncate,
    ...(dimensions === undefined ? {} : { outputDimensions: dimensions }),
  }
}

const noVectors = (target: Target): ProviderFault =>
  litellmFault(
    'InternalServerError',
    500,
    'OciException - OCI embed response does not match expected schema: no embeddings',
    target,
  )

const badRequest = (told: string, target: Target): ProviderFault =>
  litellmFault('BadRequestError', 400, `OciException - ${told}`, target)
