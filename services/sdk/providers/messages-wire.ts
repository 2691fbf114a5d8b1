/** Who is asked in Anthropic's own words, and how (`/v1/messages`). */
import { messageAsEvents } from './anthropic/as-events.ts'
import { anthropicError, notAnAnswer } from './anthropic/errors.ts'
import { passthroughRequest, passthroughStream } from './anthropic/passthrough.ts'
import { billedByPeer, hasMessages, peerRequest } from './anthropic/peers.ts'
import { bedrockError, brokenConnection } from './bedrock/errors.ts'
import { bedrockMessages, bedrockMessagesStream, takesMessages } from './bedrock/passthrough.ts'
import { httpError } from './openai/errors.ts'
import type {
  Framing,
  JsonObject,
  ProviderFault,
  ProviderRequest,
  SseEvent,
  StreamTranslator,
  Target,
} from './translator.ts'
import { claudeMessagesRequest } from './vertex/claude-messages.ts'
import { claudeFault, renamed } from './vertex/errors.ts'

/** A wire for Anthropic's own messages. `client` are the client's headers, lower case. */
export interface MessagesWire {
  readonly framing: Framing
  request(body: JsonObject, target: Target, client: Readonly<Record<string, unknown>>): ProviderRequest
  stream(target: Target): StreamTranslator
  error(status: number, raw: string, target: Target): ProviderFault
  /** What the provider takes for a whole answer, where it says so. */
  billed?(body: JsonObject, target: Target): { billed?: number }
  /** A whole answer as the events of a stream, for a provider that does not stream when asked to. */
  asEvents?(body: JsonObject): SseEvent[]
  /** An answer with a good status that is none. */
  unreadable(raw: string, target: Target): ProviderFault
}

const anthropic: MessagesWire = {
  framing: 'sse',
  request: passthroughRequest,
  stream: passthroughStream,
  asEvents: messageAsEvents,
  error: anthropicError,
  unreadable: raw => notAnAnswer(raw),
}

const vertex: MessagesWire = {
  ...anthropic,
  request: claudeMessagesRequest,
  error: claudeFault,
  unreadable: raw => renamed(notAnAnswer(raw)),
}

const peer: MessagesWire = {
  ...anthropic,
  request: peerRequest,
  billed: billedByPeer,
  error: httpError,
  unreadable: (raw, target) => httpError(200, raw, target),
}

const bedrock: MessagesWire = {
  framing: 'aws-events',
  request: bedrockMessages,
  stream: bedrockMessagesStream,
  error: bedrockError,
  unreadable: (raw, target) => brokenConnection(raw, false, false, target),
}

/** The wire of a deployment; null where it is not asked in Anthropic's words. */
export function messagesWire(target: Target): MessagesWire | null {
  const { provider, model, vertex: place } = target
  if (provider === 'anthropic') return anthropic
  if (provider === 'bedrock' && takesMessages(model)) return bedrock
  if (place && model.startsWith('claude')) return vertex
  return hasMessages(target) ? peer : null
}
