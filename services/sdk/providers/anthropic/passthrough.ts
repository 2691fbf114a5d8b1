/** `/v1/messages` for models at Anthropic: sent as the client wrote it, answered as the provider sent it, but for the model's name. */
import { asCount, asObject, parseJson } from '../json.ts'
import type { JsonObject, ProviderRequest, SseEvent, StreamTranslator, Target, TokenUsage } from '../translator.ts'

/** Parameters LiteLLM lets through to Anthropic; others are its own controls or unknown (types/llms/anthropic.py). */
const sent = new Set([
  'cache_control',
  'container',
  'context_management',
  'inference_geo',
  'max_tokens',
  'mcp_servers',
  'messages',
  'metadata',
  'output_config',
  'output_format',
  'reasoning_effort',
  'service_tier',
  'speed',
  'stop_sequences',
  'stream',
  'system',
  'temperature',
  'thinking',
  'tool_choice',
  'tools',
  'top_k',
  'top_p',
])

const defaultVersion = '2023-06-01'

/** The request for the provider. `client` are the client's headers, lower case. */
export function passthroughRequest(
  body: JsonObject,
  target: Target,
  client: Readonly<Record<string, unknown>>,
): ProviderRequest {
  const version = client['anthropic-version']
  const betas = client['anthropic-beta']
  return {
    url: messagesUrl(target.apiBase),
    headers: {
      ...target.headers,
      'content-type': 'application/json',
      'anthropic-version': typeof version === 'string' ? version : defaultVersion,
      ...(typeof betas === 'string' ? { 'anthropic-beta': sortedBetas(betas) } : {}),
      ...(target.apiKey === undefined ? {} : { 'x-api-key': target.apiKey }),
    },
    body: {
      ...target.defaults,
      ...Object.fromEntries(Object.entries(body).filter(([key]) => sent.has(key))),
      model: target.model,
    },
  }
}

/** A whole answer under the name the client asked for. */
export function passthroughResponse(body: JsonObject, target: Target): { body: JsonObject; usage: TokenUsage } {
  const usage: TokenUsage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }
  noteUsage(usage, asObject(body.usage))
  return { body: { ...body, model: target.group }, usage }
}

/** A stream, event by event; only `message_start` carries the model's name. */
export function passthroughStream(target: Target): StreamTranslator {
  const usage: TokenUsage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }
  let complete = false
  let told = false
  return {
    usage,
    push({ event, data }: SseEvent): string[] {
      const name = event === '' ? '' : `event: ${event}\n`
      if (event === 'message_stop') complete = true
      if (event === 'error') told = true
      if (event === 'message_delta') noteUsage(usage, asObject(asObject(parseJson(data))?.usage))
      if (event !== 'message_start') return [`${name}data: ${data}\n\n`]

      const start = asObject(parseJson(data)) ?? {}
      const message = asObject(start.message) ?? {}
      noteUsage(usage, asObject(message.usage))
      const restamped = JSON.stringify({ ...start, message: { ...message, model: target.group } })
      return [`${name}data: ${restamped}\n\n`]
    },
    end: () => ({ complete, frames: [], told }),
  }
}

/** Later counts replace earlier ones: `message_delta` repeats them, grown. */
function noteUsage(usage: TokenUsage, counted: JsonObject | undefined): void {
  if (counted === undefined) return
  usage.input = asCount(counted.input_tokens) || usage.input
  usage.output = asCount(counted.output_tokens) || usage.output
  usage.cacheRead = asCount(counted.cache_read_input_tokens) || usage.cacheRead
  usage.cacheWrite = asCount(counted.cache_creation_input_tokens) || usage.cacheWrite
}

function messagesUrl(apiBase: string): string {
  if (apiBase.endsWith('/v1/messages')) return apiBase
  return apiBase.endsWith('/v1') ? `${apiBase}/messages` : `${apiBase}/v1/messages`
}

function sortedBetas(betas: string): string {
  return betas
    .split(',')
    .map(beta => beta.trim())
    .filter(Boolean)
    .toSorted()
    .join(',')
}
