/** Counting the tokens of a `/v1/messages` request at OpenAI. */
import { asObject, asString, isObject, objectsOf } from '../../providers/json.ts'
import { NotServed, type Json, type JsonObject, type ProviderRequest, type Target } from '../../providers/translator.ts'
import { responsesBody } from './responses-request.ts'

const counted = ['input', 'instructions', 'tools', 'text']

/** The request. LiteLLM sends neither headers of the client nor those of the deployment. */
export function responsesCount(body: JsonObject, target: Target): ProviderRequest {
  const { messages, system, tools, output_format, output_config } = body
  refuseForeign(messages)
  const asked = responsesBody({ messages, system, tools, output_format, output_config }, { ...target, defaults: {} })
  const { apiBase, apiKey, model } = target
  return {
    url: `${apiBase}/responses/input_tokens`,
    headers: {
      'content-type': 'application/json',
      ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
    },
    body: { model, ...Object.fromEntries(Object.entries(asked).filter(([key]) => counted.includes(key))) },
  }
}

const countable: Readonly<Record<string, readonly string[]>> = {
  user: ['text', 'image', 'document', 'tool_result'],
  assistant: ['text', 'tool_use', 'thinking', 'redacted_thinking'],
  tool_result: ['text', 'image', 'document'],
}

/** A block that the translation leaves out would be missing in the count; LiteLLM says which. */
function refuseForeign(messages: Json | undefined): void {
  const foreign = objectsOf(messages).some(({ role, content }) => hasForeign(asString(role) ?? '', content))
  if (foreign) throw new NotServed('The sdk backend cannot count every block of this conversation.')
}

function hasForeign(kind: string, content: Json | undefined): boolean {
  const types = countable[kind]
  if (types === undefined || !Array.isArray(content)) return false
  return content.filter(isObject).some(block => {
    const type = asString(block['type']) ?? ''
    if (!types.includes(type)) return true
    if (type === 'tool_result') return hasForeign('tool_result', block['content'])
    return (type === 'image' || type === 'document') && !hasSource(asObject(block['source']))
  })
}

const hasSource = (source: JsonObject | undefined): boolean =>
  (source?.['type'] === 'base64' && Boolean(source['data'])) || (source?.['type'] === 'url' && Boolean(source['url']))
