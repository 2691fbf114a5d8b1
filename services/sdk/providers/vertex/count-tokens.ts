/** Counting the tokens of a `/v1/messages` request for partners' models at Vertex AI (LiteLLM: llms/vertex_ai/vertex_ai_partner_models/count_tokens). */
import { asString } from '../json.ts'
import type { JsonObject, ProviderRequest, Target } from '../translator.ts'
import { checkedLocation, hostAt, unknownProject } from './address.ts'

/** Where they are counted for that are said to be nowhere. */
const usualLocation = 'us-east5'

/** How a partner's model is counted; undefined where LiteLLM knows nobody to ask. */
export function partnerCount(body: JsonObject, target: Target): ProviderRequest | undefined {
  const publisher = counters.find(([pattern]) => pattern.test(target.model))?.[1]
  return publisher === undefined ? undefined : countAt(publisher, body, target)
}

const counters: readonly (readonly [RegExp, string])[] = [
  [/claude/, 'anthropic'],
  [/mistral|codestral/, 'mistralai'],
  [/llama|meta\//, 'meta'],
]

/** A model is counted without the day of its release, and in a place that may be another than where it answers. */
function countAt(publisher: string, { messages, system, tools }: JsonObject, target: Target): ProviderRequest {
  const { vertex, defaults, model } = target
  const named = asString(defaults['vertex_count_tokens_location']) ?? vertex?.location ?? usualLocation
  const location = checkedLocation(named, target)
  const place = `projects/${vertex?.project ?? unknownProject}/locations/${location}`
  return {
    url: `${hostAt(location, target)}/v1/${place}/publishers/${publisher}/models/count-tokens:rawPredict`,
    headers: { 'content-type': 'application/json' },
    body: {
      model: model.replace(/@.*$/, ''),
      messages,
      ...((system ?? null) === null ? {} : { system }),
      ...((tools ?? null) === null ? {} : { tools }),
    },
  }
}
