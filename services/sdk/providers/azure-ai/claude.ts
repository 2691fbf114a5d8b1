/** Claude at Azure: Anthropic's Messages under Azure's address and key (llms/azure_ai/anthropic). */
import { messageAsEvents } from '../anthropic/as-events.ts'
import { anthropicBody } from '../anthropic/request.ts'
import { anthropicResponse } from '../anthropic/response.ts'
import { anthropicStream } from '../anthropic/stream.ts'
import { asObject, asString, objectsOf, omit } from '../json.ts'
import { jsonFault, litellmFault } from '../litellm-errors.ts'
import { azureAiAccess } from '../openai/azure-ai.ts'
import type { Access } from '../openai/entra.ts'
import { openAiError } from '../openai/errors.ts'
import { requestHeaders } from '../parameters.ts'
import { pythonBytes } from '../python-text.ts'
import type { JsonObject, Target, Translator } from '../translator.ts'
import { withoutBilling } from '../vertex/claude.ts'

export const azureClaude: Translator = {
  request(chat, target) {
    const asked = { ...omit(chat, ['extra_body']), ...asObject(chat['extra_body']) }
    const body = anthropicBody(withoutBilling(asked), target)
    const { headers: access, grant } = accessOf(target)
    const headers = { ...headersOf(target, body, requestHeaders(chat)), ...access }
    return { url: messagesUrl(target), headers, body, ...(grant ? { grant } : {}) }
  },
  response: anthropicResponse,
  stream: anthropicStream,
  asEvents: messageAsEvents,
  error(status, raw, target, streamed = false) {
    if (status >= 400) return openAiError(status, streamed ? pythonBytes(raw) : raw, target)
    const cause = `Unable to get json response - ${jsonFault}, Original Response: ${raw}`
    return litellmFault('APIError', 500, `APIError: Azure_aiException - ${cause}`, target)
  },
}

function messagesUrl({ apiBase }: Target): string {
  if (apiBase.endsWith('/v1/messages')) return apiBase
  return `${apiBase.split('/anthropic')[0] ?? ''}/anthropic/v1/messages`
}

/** The key where Azure looks for it and where Anthropic does, or a token. */
function accessOf(target: Target): Access {
  const { apiKey } = target
  if (apiKey !== undefined) return { headers: { 'x-api-key': apiKey, 'api-key': apiKey } }
  return azureAiAccess(target)
}

/** The client's own betas replace those the body needs. */
function headersOf({ headers }: Target, body: JsonObject, own: Record<string, string>): Record<string, string> {
  const { 'anthropic-beta': given, ...rest } = { ...headers, ...own }
  const format = body['output_format'] === undefined ? [] : ['structured-outputs-2025-11-13']
  const betas = [...(given === undefined ? neededBetas(body) : [given]), ...format]
  return {
    accept: 'application/json',
    'anthropic-version': '2023-06-01',
    ...rest,
    ...(betas.length > 0 ? { 'anthropic-beta': betas.join(',') } : {}),
    'content-type': 'application/json',
  }
}

function neededBetas(body: JsonObject): string[] {
  const blocks = objectsOf(body['messages']).flatMap(({ content }) => objectsOf(content))
  const files = blocks.some(
    block => block['type'] === 'container_upload' || asObject(block['source'])?.['type'] === 'file',
  )
  const [screen] = objectsOf(body['tools']).flatMap(
    ({ type }) =>
      /^computer_(\d{4})(\d\d)(\d\d)$/
        .exec(asString(type) ?? '')
        ?.slice(1)
        .join('-') ?? [],
  )
  return [
    ...(screen === undefined ? [] : [`computer-use-${screen}`]),
    ...(files ? ['code-execution-2025-05-22', 'files-api-2025-04-14'] : []),
    ...(objectsOf(body['mcp_servers']).length > 0 ? ['mcp-client-2025-04-04'] : []),
  ]
}
