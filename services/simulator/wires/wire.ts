import type { IncomingHttpHeaders } from 'node:http'
import type { Identity } from '../identity.ts'
import type { JsonObject } from '../json.ts'
import type { Plan } from '../scenarios.ts'

/** One server-sent event, ready to be written. `content` marks the pieces of content that scenarios count. */
export interface Frame {
  readonly text: string
  readonly content: boolean
}

/** What an endpoint answers. Of a stream, `ending` is what makes it complete and `failure` the wire's in-band error
 * after that many frames. */
export type Prepared =
  | { readonly kind: 'whole'; readonly body: JsonObject; readonly pieces: number }
  | {
      readonly kind: 'stream'
      readonly contentType: string
      /** Makes bytes of the texts, where they are not what is sent. */
      readonly encode?: (text: string) => Uint8Array
      readonly frames: readonly Frame[]
      readonly ending: readonly string[]
      readonly failure: (framesSent: number) => readonly string[]
    }

/** Everything an endpoint may look at. */
export interface Input {
  readonly body: JsonObject
  /** The path parameters of the route. */
  readonly params: Readonly<Record<string, string | undefined>>
  readonly query: Readonly<Record<string, unknown>>
  readonly headers: IncomingHttpHeaders
  readonly plan: Plan
  readonly id: Identity
}

/** Reads a request and says what to answer; throws a Complaint where the provider would refuse. */
export type Endpoint = (input: Input) => Prepared

/** What goes into an error body. Without a message the wire uses its own words for the status. */
export interface ErrorDetails {
  readonly status: number
  readonly message?: string | undefined
  readonly model?: string | undefined
  readonly param?: string | undefined
  readonly code?: string | undefined
  readonly retryAfter?: number | undefined
}

/** A request that the provider would refuse. */
export class Complaint extends Error {
  readonly details: ErrorDetails
  constructor(details: ErrorDetails) {
    super(details.message ?? `status ${details.status}`)
    this.details = details
  }
}

/** A provider's manners: where its key is, what its headers and its errors look like. */
export interface Wire {
  readonly name: 'openai' | 'anthropic' | 'gemini' | 'vertex' | 'bedrock' | 'ollama' | 'cohere' | 'scripted'
  /** The caller's key; undefined without one. */
  key(headers: IncomingHttpHeaders, query: Readonly<Record<string, unknown>>): string | undefined
  /** What the provider says to a caller without a key, and to one with a wrong key. */
  unauthorized(key: string | undefined): ErrorDetails
  readonly invalidJson: ErrorDetails
  headers(id: Identity): Record<string, string>
  errorBody(details: ErrorDetails, id: Identity): JsonObject
  errorHeaders(details: ErrorDetails, id: Identity): Record<string, string>
}

/** The token of an `Authorization: Bearer …` header. */
export function bearer(headers: IncomingHttpHeaders): string | undefined {
  const token = headers.authorization?.replace(/^Bearer\s+/i, '').trim()
  return token === '' ? undefined : token
}

/** A header's value; the first where it came several times. */
export function header(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name]
  const first = Array.isArray(value) ? value[0] : value
  return first === '' ? undefined : first
}
