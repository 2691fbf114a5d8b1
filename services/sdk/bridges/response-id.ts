/** Ids of responses as LiteLLM tells them: the provider's own, with the deployment that knows it (litellm/responses/utils.py). */

const prefix = 'resp_'

/** The id a client gets. An id that is none of the Responses API's is taken whole. */
export function encodedId(id: string, provider: string, deploymentId: string): string {
  const told = `litellm:custom_llm_provider:${provider};model_id:${deploymentId};response_id:${id}`
  return prefix + Buffer.from(told).toString('base64')
}
