/** Who is asked in Anthropic's own words, and how (`/v1/messages`). */
import { messageAsEvents } from './anthropic/as-events.ts'
import { anthropicError, notAnAnswer } from './anthropic/errors.ts'
import { passthroughRequest, passthroughStream } from './anthropic/passthrough.ts'
import { bedrockError, brokenConnection } from './bedrock/errors.ts'
import { bedrockMessages, bedrockMessagesStream, takesMessages } from './bedrock/passthrough.ts'
import { deepseekMessages } from './deepseek/messages.ts'
import { openAiError, responsesError } from './openai/errors.ts'
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

const deepseek: MessagesWire = {
  ...anthropic,
  request: deepseekMessages,
  error: openAiError,
  unreadable: (raw, target) => responsesError(200, raw, target),
}

const bedrock: MessagesWire = {
  framing: 'aws-events',
  request: bedrockMessages,
  stream: bedrockMessagesStream,
  error: bedrockError,
  unreadable: (raw, target) => brokenConnection(raw, false, false, target),
}

/** The wire of a deployment; null where it is not asked in Anthropic's words. */
export function messagesWire({ provider, model, vertex: place }: Target): MessagesWire | null {
  if (provider === 'anthropic') return anthropic
  if (provider === 'deepseek') return deepseek
  if (provider === 'bedrock') return takesMessages(model) ? bedrock : null
  return place && model.startsWith('claude') ? vertex : null
}
