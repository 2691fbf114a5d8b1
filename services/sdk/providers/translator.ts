/**
 * What every wire implements. A translator is pure: it turns one request, response, stream event or error into
 * another and does no I/O, so recorded provider bytes can be replayed through it (test/services/sdk/providers).
 */
import type { AwsAccess } from '../aws/access.ts'
import type { Materials } from './materials.ts'
import type { OciKey } from './oci/sign.ts'
import type { EntraSettings } from './openai/entra-settings.ts'
import type { VertexSettings } from './vertex/settings.ts'

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined }
export type JsonObject = { [key: string]: Json | undefined }

/** One `model_list` entry, resolved: what a translator needs to know of it. */
export interface Target {
  /** The name clients ask for (`model_name`); answers carry it as `model`. */
  readonly group: string
  /** LiteLLM's provider name: `anthropic`, `openai`, `groq`, … */
  readonly provider: string
  /** The model's name at the provider, without LiteLLM's prefix. */
  readonly model: string
  /** Base address without a trailing slash, already defaulted to the provider's own. */
  readonly apiBase: string
  /** The provider's key; undefined where none is configured. */
  readonly apiKey: string | undefined
  readonly apiVersion: string | undefined
  /** `base_model` of the config: the model behind a deployment whose name tells nothing. */
  readonly baseModel?: string | undefined
  /** Headers for the provider: `extra_headers` of the config, then what memory routing and the client add. */
  readonly headers: Readonly<Record<string, string>>
  /** Parameters of `litellm_params` that are defaults of a request: `thinking`, `reasoning_effort`, `max_tokens`, … */
  readonly defaults: JsonObject
  /** `drop_params` of the config: an unsupported parameter is dropped instead of refused. */
  readonly dropParams: boolean
  /** `drop_params` of `litellm_settings` alone; a few things LiteLLM drops only then. */
  readonly dropsEverywhere?: boolean
  /** GitHub Copilot is told what the system says as the system's words (`disable_copilot_system_to_assistant`). */
  readonly keepsSystem?: boolean
  /** Seconds for an answer, where the deployment names them: its errors say so. */
  readonly timeout?: number
  /** Endpoints that the configuration says its server has itself (`model_info.supported_endpoints`). */
  readonly endpoints?: readonly string[]
  /** Whether that server is said to know for how long to keep a cache (`model_info.cache_control_ttl`). */
  readonly keepsCaches?: boolean
  /** Where and as whom it is called, at Vertex AI. */
  readonly vertex?: VertexSettings
  /** As whom it is called, at Azure. */
  readonly entra?: EntraSettings
  /** How the provider is reached, where it is AWS. */
  readonly aws?: AwsAccess
  /** What was fetched for this request. */
  readonly materials?: Materials | undefined
}

/** What a signature for AWS is made out for. */
export interface Signing {
  readonly service: string
  readonly region: string
}

/** What asks for a token: a form that is posted, or asked for as a query. Its answer has `access_token`, and when that ends. */
export interface TokenGrant {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly form: Readonly<Record<string, string>>
  /** A header that wants an id of each request's own. */
  readonly idHeader?: string
  readonly query?: boolean
  /** Where a token is that stands for the client (`oidc/…`): the form takes it along. */
  readonly assertion?: string
  /** What LiteLLM says before the words of a refusal. */
  readonly prefix?: string
  /** A library asks for it in LiteLLM, which leaves little of a refusal: for OpenAI's client, or for LiteLLM itself. */
  readonly library?: 'client' | 'own'
}

/** How an answer is looked for that is made meanwhile. */
export interface Polling {
  /** Its address, of what the call has answered. Throws the fault of a call that tells none. */
  place(created: string): string
  /** Milliseconds before a look; `round` counts those before it. */
  pauseMs(round: number): number
  /** So often an answer is looked for that comes whole; a stream takes its time. */
  readonly looks: number
  isLast(status: number, text: string): boolean
  /** The fault of an answer that has not come. */
  givenUp(): ProviderFault
}

/** What to send to the provider. Header names are lower case; the body is not yet serialised. */
export interface ProviderRequest {
  readonly url: string
  readonly headers: Record<string, string>
  readonly body: JsonObject
  /** The bodies of calls made one after the other instead, whose answers come as `{ answers: […] }`. */
  readonly series?: readonly JsonObject[]
  /** The body is sent as a form. */
  readonly form?: boolean
  /** How this request's stream is cut, where that is not the wire's own way. */
  readonly framing?: Framing
  /** LiteLLM tells a client nothing of the provider's headers on this answer. */
  readonly hidesHeaders?: boolean
  /** Its body says whether it streams, even where nobody has asked. */
  readonly saysStream?: boolean
  /** To be signed before it is sent. */
  readonly signing?: Signing
  /** To be signed as Oracle wants it. */
  readonly ociKey?: OciKey
  /** The answer is made meanwhile, and looked for. */
  readonly polling?: Polling
  /** To be sent with the key of somebody who has signed in there. */
  readonly login?: 'copilot'
  /** To be sent with a token that this grants. */
  readonly grant?: TokenGrant
}

/** Token counts as the logs and metrics want them; zero where the provider says nothing. */
export interface TokenUsage {
  input: number
  output: number
  cacheRead: number
  cacheWrite: number
  /** The part of `cacheWrite` that is kept for an hour, where the provider tells the two apart. */
  cacheWrite1h?: number
  /** Parts of `output` and `input` with a price of their own. */
  reasoning?: number
  audioInput?: number
  imageInput?: number
  audioOutput?: number
  webSearches?: number
  /** Dollars, where the provider itself tells them. */
  toldCost?: number
  /** Dollars that it takes for the whole call, whatever the tokens. */
  billed?: number
  /** The model that answered, where the answer names it. */
  model?: string
  /** Pictures in the input, where those are billed and its tokens are not. */
  images?: number
  /** Seconds of films in the input, where those are billed. */
  videoSeconds?: number
  /** Characters of the input, where those are billed. */
  characters?: number
  /** How the request was served, where that has a price: service tier, speed, region. */
  serviceTier?: string
  speed?: string
  geo?: string
}

/**
 * How a provider's stream is cut into events: server-sent events, a JSON object a line, AWS's binary messages, whichever
 * of two a server like AWS's sends, or what AWS's messages carry of another stream; `whole` is a body that is one event,
 * of a provider that does not stream what the client wants streamed, `text` one that is the answer's words.
 */
export type Framing = 'sse' | 'ndjson' | 'aws-events' | 'aws-events or sse' | 'aws-parts' | 'whole' | 'text'

/** One event of a stream as the provider sent it. `event` is empty where the provider names none. */
export interface SseEvent {
  readonly event: string
  readonly data: string
}

/** How a stream ended; `told` when the provider's own error event has gone to the client as it came. */
export interface StreamEnd {
  readonly complete: boolean
  readonly frames: string[]
  readonly told?: boolean
}

/**
 * A stream in flight. `push` returns the frames for the client, each a whole `data: …\n\n`, in order.
 * `end` is called once when the provider's bytes end: `complete` says whether the wire's terminal event was seen, and
 * `frames` holds what is still owed to the client (the last chunk, `[DONE]`), empty when incomplete.
 * An error event of the provider throws `ProviderFault`.
 */
export interface StreamTranslator {
  push(event: SseEvent): string[]
  end(): StreamEnd
  readonly usage: TokenUsage
  /** False where the first frame tells less than `usage` knows: what is said before the answer must not tell it. */
  readonly countedAtHead?: boolean
}

/** The identity and clock of one answer: arguments, so that tests can pin them. */
export interface AnswerContext {
  /** `chatcmpl-<uuid>`, used where the provider's own id is not LiteLLM's choice. */
  readonly id: string
  /** Unix seconds. */
  readonly created: number
  /** Whether the client asked for `stream_options.include_usage`. */
  readonly includeUsage: boolean
  /** The headers of a whole answer, for those who count in them. */
  readonly headers?: Readonly<Record<string, string | string[] | undefined>>
  /** What the tokens cost in dollars, for the usage of a stream; undefined where the model has no price. */
  readonly priceOf?: (usage: TokenUsage) => number | undefined
}

/** A whole answer as a chat completion. */
export interface ChatAnswer {
  readonly body: JsonObject
  readonly usage: TokenUsage
  /** What is the provider's own and LiteLLM keeps beside its chat completion: the Responses API tells it. */
  readonly fields?: JsonObject
}

/**
 * The four methods of a wire. `request` throws `RequestFault` for what LiteLLM refuses before it calls the provider, and
 * `Missing` for what must be fetched first.
 */
export interface Translator {
  /** Server-sent events where nothing is said. */
  readonly framing?: Framing
  /** The AI SDK makes the call, and what it does not know is lost. */
  readonly lossy?: boolean
  /** LiteLLM tells a client nothing of this provider's headers on a whole answer, or on one that cannot be read. */
  readonly hidesHeaders?: boolean | 'misread'
  /** A whole answer may be a list, and is then read as `{ answers: […] }`. */
  readonly readsLists?: boolean
  /** The wire of legacy completions, where the provider is asked for those in another way than for chats. */
  readonly completing?: Translator
  /** A whole answer as the events of a stream, for a provider that does not stream when asked to. */
  asEvents?(body: JsonObject, target: Target): SseEvent[]
  request(chat: JsonObject, target: Target): ProviderRequest
  response(body: JsonObject, chat: JsonObject, target: Target, context: AnswerContext): ChatAnswer
  /** `framing` is what the request asked for. */
  stream(chat: JsonObject, target: Target, context: AnswerContext, framing?: Framing): StreamTranslator
  /** What a failed answer of the provider becomes; `raw` is its body as text. LiteLLM words some differently for streamed
   * calls. A status below 400 means that the body is no JSON. */
  error(status: number, raw: string, target: Target, streamed?: boolean): ProviderFault
  /**
   * The words of a refusal as LiteLLM's part for the provider hands them on; null where that part explains them itself.
   * Only the legacy completions explain them otherwise than chats.
   */
  refusal?(status: number, raw: string, streamed: boolean): string | null
}

/** A request that cannot be translated: LiteLLM answers these itself, before any call. */
export class RequestFault extends Error {
  readonly status: number
  readonly litellmClass: string
  readonly type: string | null
  /** `message` is LiteLLM's own sentence, without its class prefix. */
  constructor(message: string, options: { status?: number; litellmClass?: string; type?: string | null } = {}) {
    super(message)
    this.status = options.status ?? 400
    this.litellmClass = options.litellmClass ?? 'BadRequestError'
    this.type = options.type === undefined ? 'invalid_request_error' : options.type
  }
}

/** A request this worker does not do although it serves the provider: the other backend has to. Thrown by `request`. */
export class NotServed extends Error {}

/** A provider's refusal or failure, in LiteLLM's words. `message` is the whole client-facing sentence without the model-group ending. */
export class ProviderFault extends Error {
  /** The status the client gets. */
  readonly status: number
  /** LiteLLM's exception class, for example `RateLimitError`. */
  readonly litellmClass: string
  readonly type: string | null
  /** The parameter the provider blames, where it names one. */
  readonly param: string | null
  /** What LiteLLM's clients find under `provider_specific_fields`. */
  readonly fields: JsonObject | undefined
  /** What LiteLLM loses on the way: the provider's headers, or with them what it knows of the call itself. */
  loses: 'nothing' | 'headers' | 'call' = 'nothing'
  /** LiteLLM itself broke: its router adds no words. */
  readonly outside: boolean
  constructor(
    message: string,
    options: {
      status: number
      litellmClass: string
      type: string | null
      param?: string | null
      fields?: JsonObject
      outside?: boolean
    },
  ) {
    super(message)
    this.status = options.status
    this.litellmClass = options.litellmClass
    this.type = options.type
    this.param = options.param ?? null
    this.fields = options.fields
    this.outside = options.outside === true
  }
}

/** The call could not be made, because whoever makes it was not let in. It may be made again, streamed or not. */
export class SignInFault extends ProviderFault {}
