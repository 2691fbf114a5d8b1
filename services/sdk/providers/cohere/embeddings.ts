/** Embeddings of Cohere, by its second version. */
import { aiSdkTranslator } from '../ai-sdk/translator.ts'
import { countedUsage } from '../counted-usage.ts'
import { base64Of } from '../data-url.ts'
import { asCount, asObject, omit } from '../json.ts'
import { bareFault, jsonFault, litellmFault } from '../litellm-errors.ts'
import { readParameters, refuseUnsupported, requestHeaders } from '../parameters.ts'
import { usageWithNulls } from '../text-completion.ts'
import { countTokens } from '../tokens.ts'
import { type Json, type JsonObject, ProviderFault, RequestFault, type Target, type Translator } from '../translator.ts'

const usualUrl = 'https://api.cohere.ai/v2/embed'

/** One more wire, but for streams, which this endpoint has not. */
export const cohereEmbeddings: Translator = {
  request(asked, target) {
    const { openai, extra } = readParameters(asked, target, new Set(Object.keys(asked)))
    const { input, extra_body: more, ...rest } = { ...openai, ...extra }
    refuseUnsupported(rest, ['user'], asked, target)
    const { encoding_format: format, dimensions, ...own } = omit(rest, ['user'])
    return {
      url: urlOf(target),
      headers: headersOf(target, requestHeaders(asked)),
      body: {
        model: target.model,
        ...carried(textsOf(input)),
        ...(format === undefined ? {} : { embedding_types: Array.isArray(format) ? format : [format] }),
        ...(dimensions === undefined ? {} : { output_dimension: dimensions }),
        ...own,
        ...asObject(more),
      },
    }
  },
  response(body, asked, target) {
    const kinds = asObject(body['embeddings'])
    if (kinds === undefined) throw bareFault("'embeddings'")
    const usage = usageOf(body, asked)
    return {
      body: {
        model: asked['model'] === undefined ? target.model : target.group,
        data: Object.values(kinds).flatMap(vectors =>
          (Array.isArray(vectors) ? vectors : []).map((embedding, index) => ({
            object: 'embedding',
            index,
            embedding,
          })),
        ),
        object: 'list',
        usage: usageWithNulls(usage),
      },
      usage: countedUsage(usage),
    }
  },
  stream() {
    throw new RequestFault('Embeddings are not streamed.')
  },
  error(status, raw, target) {
    if (status < 400) return bareFault(jsonFault)
    const fault = refused(status, raw, target)
    fault.loses = 'headers'
    return fault
  },
}

function refused(status: number, raw: string, target: Target): ProviderFault {
  const name = `${target.provider === 'cohere' ? 'Cohere' : 'Cohere_chat'}Exception`
  if (status === 413 || status === 422) return litellmFault('BadRequestError', status, `${name} - ${raw}`, target)
  const { message, status: code, litellmClass, type } = aiSdkTranslator.error(status, raw, target)
  return new ProviderFault(message.replace('Cohere_chatException', name), { status: code, litellmClass, type })
}

function urlOf({ apiBase }: Target): string {
  // The address of chats is what is usual for a deployment that names none.
  return apiBase === '' || apiBase.endsWith('/v2/chat') ? usualUrl : apiBase
}

function headersOf(target: Target, own: Record<string, string>): Record<string, string> {
  const key = target.apiKey === undefined ? {} : { authorization: `Bearer ${target.apiKey}` }
  return { ...target.headers, ...own, 'content-type': 'application/json', ...key }
}

function textsOf(input: Json | undefined): string[] {
  const texts = Array.isArray(input) ? input : [input ?? '']
  if (texts.length === 0) throw new RequestFault('Input must not be empty')
  if (!texts.every(text => typeof text === 'string')) throw new RequestFault('Input must be a list of strings')
  return texts
}

/** Whether they are pictures LiteLLM sees by the last of them. */
function carried(texts: string[]): JsonObject {
  const pictures = base64Of(texts.at(-1) ?? '') !== undefined
  return pictures ? { images: texts, input_type: 'image' } : { texts, input_type: 'search_document' }
}

/** What is billed; where nothing is told, the texts are counted as OpenAI would. */
function usageOf(body: JsonObject, asked: JsonObject): JsonObject {
  const { input_tokens: texts, images } = asObject(asObject(body['meta'])?.['billed_units']) ?? {}
  const told = texts !== undefined || images !== undefined
  const { input } = asked
  const written = Array.isArray(input) ? input : [input ?? '']
  const count = told
    ? asCount(texts) + asCount(images)
    : written.reduce<number>((sum, text) => sum + countTokens(typeof text === 'string' ? text : ''), 0)
  return {
    completion_tokens: 0,
    prompt_tokens: count,
    total_tokens: count,
    ...(told ? { prompt_tokens_details: { image_tokens: images ?? null, text_tokens: texts ?? null } } : {}),
  }
}
