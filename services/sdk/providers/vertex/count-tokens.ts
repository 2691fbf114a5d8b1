/** Counting the tokens of a `/v1/messages` request for Claude at Vertex AI (LiteLLM: llms/vertex_ai/vertex_ai_partner_models/count_tokens). */
import { asString } from '../json.ts'
import type { JsonObject, ProviderRequest, Target } from '../translator.ts'
import { checkedLocation, hostAt, unknownProject } from './address.ts'

/** Where Claude is counted for that is said to be nowhere. */
const usualLocation = 'us-east5'

/** Claude is counted without the day of its release, and in a place that may be another than where it answers. */
export function claudeCount({ messages, system, tools }: JsonObject, target: Target): ProviderRequest {
  const { vertex, defaults, model } = target
  const named = asString(defaults['vertex_count_tokens_location']) ?? vertex?.location ?? usualLocation
  const location = checkedLocation(named, target)
  const place = `projects/${vertex?.project ?? unknownProject}/locations/${location}`
  return {
    url: `${hostAt(location, target)}/v1/${place}/publishers/anthropic/models/count-tokens:rawPredict`,
    headers: { 'content-type': 'application/json' },
    body: {
      model: model.replace(/@.*$/, ''),
      messages,
      ...((system ?? null) === null ? {} : { system }),
      ...((tools ?? null) === null ? {} : { tools }),
    },
  }
}
