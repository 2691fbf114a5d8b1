/** What the wires of embeddings have in common that are not OpenAI's: parameters, extra keys, texts, errors. */
import { asObject, omit } from './json.ts'
import { embeddingError } from './openai/embedding-errors.ts'
import { readParameters, refuseSettings, refuseUnsupported, requestHeaders } from './parameters.ts'
import {
  type ChatAnswer,
  type Json,
  type JsonObject,
  NotServed,
  type ProviderRequest,
  type Target,
  type Translator,
} from './translator.ts'
import { noStream } from './vectors.ts'

const settings = ['user', 'encoding_format', 'dimensions']

/** What makes a wire. */
export interface EmbeddingWire {
  /** Which of OpenAI's parameters it takes. */
  readonly takes?: readonly string[]
  /** The others are refused in the words of whom LiteLLM knows nothing of. */
  readonly unknown?: boolean
  /** `params` are those it takes, and the provider's own; `own` are the headers of the client. */
  request(input: Json, params: JsonObject, target: Target, own: Record<string, string>): ProviderRequest
  answer(body: JsonObject, input: Json, target: Target): ChatAnswer
  /** Of errors LiteLLM tells no header. */
  readonly hidesErrors?: boolean
  /** What it cannot process is a bad request like any other. */
  readonly unprocessed?: number
}

/** The translator of a wire. */
export function embeddingWire({
  takes = [],
  unknown,
  request,
  answer,
  hidesErrors,
  unprocessed = 422,
}: EmbeddingWire): Translator {
  const refused = settings.filter(name => !takes.includes(name))
  return {
    hidesHeaders: true,
    request(asked, target) {
      const { openai, extra } = readParameters(asked, target, new Set(Object.keys(asked)))
      const { input = null, extra_body: more, ...rest } = { ...openai, ...extra }
      if (unknown) refuseSettings({ ...rest, drop_params: asked['drop_params'] }, { ...target, defaults: {} }, refused)
      else refuseUnsupported(rest, refused, asked, target)
      const made = request(input, omit(rest, refused), target, requestHeaders(asked))
      return { ...made, body: { ...made.body, ...asObject(more) } }
    },
    response: (body, asked, target) => answer(body, asked['input'] ?? null, target),
    stream: noStream,
    error(status, raw, target) {
      const fault = embeddingError(status === 422 ? unprocessed : status, raw, target)
      if (hidesErrors) fault.loses = 'headers'
      return fault
    },
  }
}

/** The texts of an input. Tokens would have to be made text again. */
export function textsOf(input: Json): string[] {
  const list = Array.isArray(input) ? input : [input]
  if (list.every(item => typeof item === 'string')) return list
  throw new NotServed('The sdk backend makes no text of these tokens.')
}
