/** One call to a provider, as a route describes it: what to send, and how to read what comes back. */
import type { Outcome } from '../shared/metrics.ts'
import type { AnswerHeaders, Flow, Sink, UpstreamCause } from '../shared/upstream.ts'
import type { ErrorAnswer } from './answers.ts'
import type { KeepAlive } from './keep-alive.ts'
import type { Framing, JsonObject, SseEvent, StreamTranslator, TokenUsage } from './providers/translator.ts'
import type { SessionCall } from './sessions/call.ts'
import type { Session } from './sessions/session.ts'

/** What to send, and how to read the answer. Every function is pure; each may throw a fault for `explain`. */
export interface Exchange {
  readonly session: Session
  readonly url: string
  readonly headers: Record<string, string>
  readonly body: string
  readonly streams: boolean
  /** Server-sent events where nothing is said. */
  readonly framing?: Framing
  /** Somebody else makes the call, and does not tell all of its answer. */
  readonly lossy?: boolean
  /** What the client is sent while a stream is silent; nothing where nothing is said. */
  readonly keepAlive?: KeepAlive
  /** Makes the call where it is more than one over the session: to be signed first, or somebody else's to make. */
  start?(call: SessionCall, sink: CallSink): Flow
  readonly timeoutMs: number
  /** The configured model name, for metrics and log. */
  readonly group: string
  /** Headers of a good answer besides its content type. A stream's begin before its tokens are counted: null. */
  answerHeaders(upstream: AnswerHeaders, usage: TokenUsage | null): Record<string, string | string[]>
  /** What the tokens cost in dollars; null where the model has no price. */
  cost?(usage: TokenUsage): number | null
  /** Takes a failure over before anything has been sent to the client; without it the client gets the answer as it is. */
  failed?(answer: ErrorAnswer, ending: { status: number; outcome: Outcome }): void
  /** A whole answer may be a list, and is then read as `{ answers: […] }`. */
  readonly readsLists?: boolean
  /** A whole answer as the events of a stream, where one was asked for; without it the client gets it whole. */
  asEvents?(body: JsonObject): SseEvent[]
  whole(body: JsonObject, upstream: AnswerHeaders): { body: JsonObject; usage: TokenUsage }
  openStream(upstream: AnswerHeaders): StreamTranslator
  /** The provider answered with an error status. */
  refused(status: number, raw: string, upstream: AnswerHeaders): ErrorAnswer
  /** The provider answered with a good status and something that is not JSON. */
  unreadable(raw: string, upstream: AnswerHeaders): ErrorAnswer
  /** The call failed; `begun` when the client already has a part of the answer. */
  broken(cause: UpstreamCause, begun: boolean): ErrorAnswer
  /** A fault that a translator threw over an answer with these headers. */
  explain(fault: unknown, upstream: AnswerHeaders): ErrorAnswer
  /** The frame for a stream that cannot go on. */
  errorFrame(answer: ErrorAnswer): string
}

/** Where a provider's answer goes; `fault` ends a call that could not be made, as `explain` tells it. */
export interface CallSink extends Sink {
  fault(fault: unknown): void
}

/** What a finished exchange counts. */
export type CountTokens = (group: string, usage: TokenUsage, cost: number | null, lossy?: boolean) => void

/** Who hears of what is not for the client. */
export interface Listeners {
  readonly countTokens: CountTokens
  /** An answer could not be translated, and it is not the provider's fault. */
  readonly ownFault: (fault: unknown) => void
}
