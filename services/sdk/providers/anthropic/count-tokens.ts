/** Counting the tokens of a `/v1/messages` request at Anthropic. */
import { asString, objectsOf } from '../json.ts'
import type { Json, JsonObject, ProviderRequest, Target } from '../translator.ts'

/** LiteLLM sends these and nothing else, neither headers of the client nor those of the deployment. */
export function countRequest(body: JsonObject, { apiBase, apiKey, model }: Target): ProviderRequest {
  const { messages, system, tools } = body
  return {
    url: `${apiBase.replace(/\/v1(?:\/messages)?$/, '')}/v1/messages/count_tokens`,
    headers: {
      'content-type': 'application/json',
      'anthropic-version': '2023-06-01',
      'anthropic-beta': 'token-counting-2024-11-01',
      ...(apiKey === undefined ? {} : { 'x-api-key': apiKey }),
    },
    body: {
      model,
      messages,
      ...(system === undefined || system === null ? {} : { system }),
      ...(tools === undefined || tools === null ? {} : { tools }),
    },
  }
}

/**
 * What is answered when the provider does not count: LiteLLM estimates, too, and says so. Four characters a token and a
 * few tokens a message are near enough to decide whether a conversation still fits.
 */
export function estimatedCount({ messages, system, tools }: JsonObject): JsonObject {
  const blocks = objectsOf(messages).map(message => lengthOf(message['content']))
  const characters = [...blocks, lengthOf(system), tools ? JSON.stringify(tools).length : 0]
  const tokens = characters.reduce((sum, length) => sum + Math.ceil(length / 4), 0) + 4 * blocks.length + 3
  return { input_tokens: tokens, litellm_count_source: 'local_estimate' }
}

/** Characters of text; an image is counted as what Anthropic charges for a middling one. */
function lengthOf(content: Json | undefined): number {
  if (typeof content === 'string') return content.length
  return objectsOf(content).reduce((sum, block) => {
    if (block['type'] === 'image') return sum + 1_500 * 4
    return sum + (asString(block['text'])?.length ?? JSON.stringify(block).length)
  }, 0)
}
