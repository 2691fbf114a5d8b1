/** Providers with words of their own that ask and answer in the same few steps: a request, an answer, pieces of a stream. */
import { asObject, asString, omit } from '../json.ts'
import { faultByStatus, litellmFault } from '../litellm-errors.ts'
import { readMessages, readParameters, requestHeaders } from '../parameters.ts'
import { pythonBytes } from '../python-text.ts'
import {
  type Framing,
  type JsonObject,
  type ProviderFault,
  type ProviderRequest,
  type SseEvent,
  type Target,
  type Translator,
} from '../translator.ts'
import { type PlainAnswer, plainCompletion } from './answer.ts'
import { ofObjects, type Piece, PlainStream, type ReadPiece, type StreamManners } from './stream.ts'

/** A request as a provider's own words are made of it. */
export interface Asked {
  readonly chat: JsonObject
  readonly target: Target
  readonly messages: readonly JsonObject[]
  /** OpenAI's parameters that the provider takes, `stream` with them. */
  readonly openai: JsonObject
  /** What the provider is given by the names it has: what the client insists on, and the provider's own. */
  readonly own: JsonObject
  readonly streams: boolean
  /** What the provider does not take is left out rather than refused. */
  readonly drop: boolean
}

/** What makes a provider. */
export interface PlainWire extends StreamManners {
  /** The parameters of OpenAI's that it takes. */
  readonly takes: string
  readonly framing?: Framing
  /** The key of its head and what else it wants there. */
  headers?(target: Target): Record<string, string>
  request(asked: Asked): Omit<ProviderRequest, 'headers'>
  answer(body: JsonObject, chat: JsonObject, target: Target): PlainAnswer
  /** Without it the answer always comes whole. */
  read?(chat: JsonObject, target: Target): (event: JsonObject) => Piece | null
  /** The same, where not every event is an object. */
  readAny?(): ReadPiece
  /** A failed answer of which its words say more than its status. */
  error?(status: number, raw: string, target: Target): ProviderFault | null
  /** A good answer that is no JSON. */
  notJson?(raw: string, target: Target): ProviderFault
  /** What LiteLLM writes around the words of a refusal, before anybody reads them. */
  words?(status: number, raw: string): string
  /** LiteLLM explains its refusals before a route sees them. */
  readonly explainsItself?: boolean
  /** Its bodies say whether they stream, even where nobody has asked. */
  readonly saysStream?: boolean
  /** LiteLLM shows the refusal of a stream as Python's bytes. */
  readonly quotesBytes?: boolean
  /** LiteLLM tells the provider's headers with a whole answer. */
  readonly tellsHeaders?: boolean
  /** What LiteLLM tells nothing of the provider's headers with: every error, or that of a whole answer. */
  readonly hidesErrors?: 'always' | 'whole'
}

/** The translator of a provider. */
export function plainTranslator(wire: PlainWire): Translator {
  const taken = new Set(wire.takes.split(' '))
  const wordsOf = (status: number, raw: string, streamed: boolean): string =>
    wire.words?.(status, raw) ?? (streamed && wire.quotesBytes ? pythonBytes(raw) : raw)
  return {
    hidesHeaders: wire.tellsHeaders ? 'misread' : true,
    ...(wire.framing ? { framing: wire.framing } : {}),
    asEvents: wholeAsEvent,
    request(chat, target) {
      const { openai, insisted, extra, drop } = readParameters(chat, target, taken)
      const streams = chat['stream'] === true
      const own = { ...insisted, ...omit(extra, ['extra_body']), ...asObject(extra['extra_body']) }
      const asked = { chat, target, messages: readMessages(chat), openai, own, streams, drop }
      const made = wire.request(asked)
      const headers = {
        'content-type': made.form ? 'application/x-www-form-urlencoded' : 'application/json',
        ...target.headers,
        ...requestHeaders(chat),
        ...wire.headers?.(target),
      }
      return { headers, ...made, ...(wire.saysStream ? { saysStream: true } : {}) }
    },
    response: (body, chat, target, context) => plainCompletion(wire.answer(body, chat, target), target, context),
    stream(chat, target, context) {
      const read = wire.readAny?.() ?? ofObjects(wire.read?.(chat, target) ?? wholePiece(wire, chat, target), target)
      return new PlainStream(chat, target, context, read, wire)
    },
    error(status, raw, target, streamed = false) {
      if (status < 400) return wire.notJson?.(raw, target) ?? unreadable(raw, target)
      const told = wordsOf(status, raw, streamed)
      const fault = wire.error?.(status, told, target) ?? statusFault(status, told, target)
      if (wire.hidesErrors === 'always' || (wire.hidesErrors === 'whole' && !streamed)) fault.loses = 'headers'
      return fault
    },
    refusal: (status, raw, streamed) => (wire.explainsItself ? null : wordsOf(status, raw, streamed)),
  }
}

/** A whole answer in the place of a stream is one event of it. */
export const wholeAsEvent = (body: JsonObject): SseEvent[] => [{ event: '', data: JSON.stringify(body) }]

/** A whole answer as the one piece of a stream. */
function wholePiece(wire: PlainWire, chat: JsonObject, target: Target): (event: JsonObject) => Piece {
  return event => {
    const { message, finish = 'stop', counts } = wire.answer(event, chat, target)
    const calls = Array.isArray(message['tool_calls']) ? { calls: message['tool_calls'] as JsonObject[] } : {}
    // What is cut into pieces is counted by them.
    const counted = counts && wire.pieceLength === undefined ? { counts } : {}
    return { text: asString(message['content']) ?? '', finish, ...calls, ...counted }
  }
}

/** LiteLLM's name of a provider in errors. */
export const nameOf = ({ provider }: Pick<Target, 'provider'>): string =>
  `${provider.charAt(0).toUpperCase()}${provider.slice(1)}Exception`

/** A failed answer that its status explains; one of the client's keeps it. */
export function statusFault(status: number, raw: string, target: Target): ProviderFault {
  const told = `${nameOf(target)} - ${raw}`
  const fault = faultByStatus(status, told, target)
  return fault.litellmClass === 'BadRequestError' ? litellmFault('BadRequestError', status, told, target) : fault
}

function unreadable(raw: string, target: Target): ProviderFault {
  return litellmFault('APIConnectionError', 500, `${nameOf(target)} - ${raw}`, target)
}

/** Parameters by the provider's names for them; what has none is left out. */
export function renamed(params: JsonObject, names: Readonly<Record<string, string>>): JsonObject {
  const entries = Object.entries(params).flatMap(([name, value]) => {
    const own = Object.hasOwn(names, name) ? names[name] : undefined
    return own === undefined ? [] : [[own, value] as const]
  })
  return Object.fromEntries(entries)
}

/** Names that stay as they are. */
export const same = (names: string): Record<string, string> =>
  Object.fromEntries(names.split(' ').map(name => [name, name]))
