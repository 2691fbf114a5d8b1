/** `/v1/messages` at DeepSeek, which has an API like Anthropic's beside its chat (litellm/llms/deepseek/messages). */
import { passthroughRequest } from '../anthropic/passthrough.ts'
import { withoutBilling } from '../anthropic/passthrough-system.ts'
import { isObject, omit } from '../json.ts'
import { type JsonObject, type ProviderRequest, RequestFault, type Target } from '../translator.ts'

/** The request: Anthropic's, at DeepSeek's address, with tools that do not say that they are custom ones. */
export function deepseekMessages(
  body: JsonObject,
  target: Target,
  client: Readonly<Record<string, unknown>>,
): ProviderRequest {
  const request = inItsName(() => passthroughRequest(body, target, client))
  const { tools } = request.body
  return {
    url: urlOf(target.apiBase),
    headers: {
      ...(omit(request.headers, ['anthropic-beta']) as Record<string, string>),
      // It hears of no betas, and of one version only.
      'anthropic-version': '2023-06-01',
    },
    body: withoutBilling({
      ...request.body,
      ...(Array.isArray(tools)
        ? { tools: tools.map(tool => (isObject(tool) && tool['type'] === 'custom' ? omit(tool, ['type']) : tool)) }
        : {}),
    }),
  }
}

/** What Anthropic's wire refuses, told by DeepSeek's name. */
function inItsName<T>(step: () => T): T {
  try {
    return step()
  } catch (fault) {
    if (!(fault instanceof RequestFault)) throw fault
    const { message, status, litellmClass, type } = fault
    throw new RequestFault(message.replace(/^AnthropicException/, 'DeepseekException'), { status, litellmClass, type })
  }
}

function urlOf(apiBase: string): string {
  const base = apiBase.replace(/\/+$/, '')
  if (base.endsWith('/v1/messages') && base.includes('/anthropic/')) return base
  const bare = ['/v1/messages', '/v1', '/beta'].reduce(
    (url, end) => (url.endsWith(end) ? url.slice(0, -end.length) : url),
    base,
  )
  const own = bare.endsWith('/anthropic') || bare.includes('/anthropic/') ? bare : `${bare}/anthropic`
  return `${own}/v1/messages`
}
