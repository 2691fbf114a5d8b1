/** Counting the tokens of a `/v1/messages` request at Anthropic. */
import type { JsonObject, ProviderRequest, Target } from '../translator.ts'

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
