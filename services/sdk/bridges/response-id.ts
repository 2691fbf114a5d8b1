/** Ids of responses as LiteLLM tells them: the provider's own, with the deployment that knows it (litellm/responses/utils.py). */

const prefix = 'resp_'
const form = /^litellm:custom_llm_provider:[^;]*;model_id:[^;]*;response_id:([^;]*)/

/** The id a client gets. An id that is none of the Responses API's is taken whole, and one that is encoded stays. */
export function encodedId(id: string, provider: string, deploymentId: string): string {
  if (decodedId(id) !== id) return id
  const told = `litellm:custom_llm_provider:${provider};model_id:${deploymentId};response_id:${id}`
  return prefix + Buffer.from(told).toString('base64')
}

/** The provider's own id in one that a client has got; any other is the provider's already. */
export function decodedId(id: string): string {
  const text = Buffer.from(id.replaceAll(prefix, ''), 'base64').toString('utf8')
  return form.exec(text)?.[1] ?? id
}
