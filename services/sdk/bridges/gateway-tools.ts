/** Tools of servers that LiteLLM itself may stand before, and then asks itself wherever the model is. */
import { objectsOf } from '../providers/json.ts'
import { type Json, NotServed } from '../providers/translator.ts'

/** Throws `NotServed` where LiteLLM would fetch a tool list. */
export function refuseGatewayTools(tools: Json | undefined): void {
  const named = objectsOf(tools).some(
    ({ type, server_url: url }) =>
      type === 'mcp' && typeof url === 'string' && /^litellm_proxy|\/mcp\/[^/]+$/.test(url),
  )
  if (named) throw new NotServed('The sdk backend is no server of tools.')
}
