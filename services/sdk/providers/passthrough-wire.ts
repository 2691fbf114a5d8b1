/** Who takes `/v1/messages` as it is, and how each is asked. */
import type { IncomingHttpHeaders } from 'node:http'
import { anthropicError, notAnAnswer } from './anthropic/errors.ts'
import { passthroughRequest } from './anthropic/passthrough.ts'
import type { JsonObject, ProviderFault, ProviderRequest, Target } from './translator.ts'
import { claudeMessagesRequest } from './vertex/claude-messages.ts'
import { claudeFault, renamed } from './vertex/errors.ts'

/** How a provider is asked for a message, and how its failures are told. */
export interface PassthroughWire {
  request(body: JsonObject, target: Target, client: IncomingHttpHeaders): ProviderRequest
  error(status: number, raw: string, target: Target): ProviderFault
  /** An answer with a good status that is none. */
  unreadable(raw: string): ProviderFault
}

const anthropic: PassthroughWire = { request: passthroughRequest, error: anthropicError, unreadable: notAnAnswer }

const vertex: PassthroughWire = {
  request: claudeMessagesRequest,
  error: claudeFault,
  unreadable: raw => renamed(notAnAnswer(raw)),
}

/** The wire of a target; null where its models do not speak Anthropic's. */
export function passthroughWire({
  provider,
  vertex: place,
  model,
}: Pick<Target, 'provider' | 'vertex' | 'model'>): PassthroughWire | null {
  if (provider === 'anthropic') return anthropic
  return place && model.startsWith('claude') ? vertex : null
}
