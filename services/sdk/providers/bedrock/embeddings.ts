/** Embeddings at Bedrock: Amazon's models, which are asked for one vector a call, and Cohere's. */
import { asCount, asObject, asString, objectsOf, omit } from '../json.ts'
import { jsonFault } from '../litellm-errors.ts'
import { readParameters, refuseUnsupported, requestHeaders } from '../parameters.ts'
import { countTokens } from '../tokens.ts'
import {
  NotServed,
  type Json,
  type JsonObject,
  type ProviderRequest,
  type Target,
  type Translator,
} from '../translator.ts'
import { noStream, placed, toldVectors } from '../vectors.ts'
import { broken, type EmbeddingFamily, familyOf } from './embedding-families.ts'
import { bedrockError } from './errors.ts'
import { admittedRequest, endpointOf } from './headers.ts'

export const bedrockEmbeddings: Translator = {
  hidesHeaders: true,
  request(asked, target) {
    const family = familyOf(target.model)
    if (!family) throw new NotServed(`The sdk backend has no embeddings of ${target.model} at Bedrock.`)
    const inputs = inputsOf(asked['input'])
    const { model_id: id, ...params } = parametersOf(asked, family, target)
    const url = `${endpointOf(target, target.model, 'api_base')}/model/${encodeURIComponent(asString(id) ?? target.model)}/invoke`
    const headers = { 'content-type': 'application/json', ...target.headers, ...requestHeaders(asked) }
    const made = (body: JsonObject, more: Record<string, string> = {}): ProviderRequest =>
      admittedRequest(target, target.model, { url, headers: { ...more, ...headers }, body })
    if (family.kind === 'together') {
      return made(family.body(inputs, params), { 'request-source': 'unspecified:litellm', accept: 'application/json' })
    }
    return { ...made({}), series: inputs.map(input => family.body(input, params)) }
  },
  response(body, asked, target) {
    const family = familyOf(target.model)
    const inputs = inputsOf(asked['input'])
    if (family?.kind === 'together') return together(body, inputs, target)
    if (!family) throw new Error('an embedding was asked of a model that is not served')
    const { model_id: _, ...params } = parametersOf(asked, family, target)
    const pictures = inputs.filter(input => family.isPicture(family.body(input, params))).length
    const read = objectsOf(body['answers']).map(answer => family.read(answer))
    const tokens = read.reduce((sum, each) => sum + each.tokens, 0)
    const data = placed(read.flatMap(each => each.vectors))
    return pictures > 0
      ? toldVectors(data, tokens, target, { image_count: pictures }, { images: pictures })
      : toldVectors(data, tokens, target)
  },
  stream: noStream,
  error(status, raw, target) {
    if (status < 400) throw broken(jsonFault)
    return bedrockError(status, raw, target)
  },
}

/** Tokens would have to be made text again, and LiteLLM has the tokenizer. */
function inputsOf(input: Json | undefined): string[] {
  const list = Array.isArray(input) ? input : [input ?? null]
  if (list.length > 0 && list.every(item => typeof item === 'string')) return list
  throw new NotServed('The sdk backend makes no text of tokens for Bedrock.')
}

/** OpenAI's parameters in the model's words, and whatever else was said. */
function parametersOf(asked: JsonObject, family: EmbeddingFamily, target: Target): JsonObject {
  const { openai, extra } = readParameters(asked, target, new Set(Object.keys(asked)))
  const { input: _, ...given } = { ...openai, ...extra }
  const refused = ['dimensions', 'encoding_format', 'user'].filter(name => !family.takes.includes(name))
  refuseUnsupported(given, refused, asked, target)
  const own = Object.entries(given).filter(([key, value]) => value !== null && !key.startsWith('aws_'))
  return family.mapped(omit(Object.fromEntries(own), refused))
}

function together(answer: JsonObject, inputs: readonly string[], target: Target): ReturnType<Translator['response']> {
  const embeddings = answer['embeddings']
  if (embeddings === undefined) throw broken("'embeddings'")
  const byType = asObject(embeddings)
  const data = byType
    ? Object.entries(byType).flatMap(([type, list]) => vectorsOf(list).map(vector => ({ ...vector, type })))
    : vectorsOf(embeddings)
  const billed = asObject(asObject(answer['meta'])?.['billed_units']) ?? {}
  const { input_tokens: text = null, images = null } = billed
  if (text === null && images === null) {
    const tokens = inputs.reduce((sum, input) => sum + countTokens(input), 0)
    return toldVectors(data, tokens, target)
  }
  return toldVectors(data, asCount(text) + asCount(images), target, { image_tokens: images, text_tokens: text })
}

const vectorsOf = (list: Json | undefined): JsonObject[] => (Array.isArray(list) ? placed(list) : [])
