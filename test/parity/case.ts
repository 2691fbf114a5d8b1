/** One request of the table, and how tables of them are written down. */
import type { JsonObject } from '../../services/simulator/json.ts'
import type { ScriptedAnswer } from '../../services/simulator/script.ts'
import type { Setup } from './worlds.ts'

/** A request that is sent to LiteLLM and to the sdk worker. */
export interface ParityCase {
  /** `topic/what`, unique. */
  readonly name: string
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS'
  readonly path: string
  /** On top of the key and the content type; null takes one of those away, and `KEY` stands for the clients' key. */
  readonly headers?: Readonly<Record<string, string | null>>
  /** A text goes as it is. */
  readonly body?: JsonObject | string
  /** The body is sent gzipped. */
  readonly packed?: boolean
  /** `litellm_params` of a deployment of the case's own, merged over those of the model it asks for. */
  readonly deployment?: JsonObject
  /** What the provider answers; the simulator's own words when left out, `[sim:…]` in the prompt among them. */
  readonly provider?: ScriptedAnswer
  /** Groups of deployments and router settings of the case's own; it then belongs to one of the router's worlds. */
  readonly setup?: Setup
  /** So often the request is sent; the last answer is compared, and the statuses and calls of all. */
  readonly times?: number
  /** The client leaves as soon as the provider has the call, or as soon as there is a part of the answer. */
  readonly leaves?: 'waiting' | 'reading'
}

export const chatPath = '/v1/chat/completions'
export const messagesPath = '/v1/messages'

/** Name, body (a question is put in where there are no messages), and what else is special. */
export type Row = readonly [name: string, body: JsonObject, more?: Partial<Omit<ParityCase, 'name' | 'body'>>]

/** Chat completions about one topic, asked of one model. */
export function chats(topic: string, model: string, rows: readonly Row[]): ParityCase[] {
  return rows.map(([name, body, more]) => ({
    name: `${topic}/${name}`,
    path: chatPath,
    body: { model, messages: [user('hi')], ...body },
    ...more,
  }))
}

/** Embeddings about one topic, asked of one model. */
export function embeddingsOf(topic: string, model: string, rows: readonly Row[]): ParityCase[] {
  return callsOf('/v1/embeddings', topic, { model, input: 'hi' }, rows)
}

/** Calls of one path; `base` is what their bodies have in common. */
export function callsOf(path: string, topic: string, base: JsonObject, rows: readonly Row[]): ParityCase[] {
  return rows.map(([name, body, more]) => ({ name: `${topic}/${name}`, path, body: { ...base, ...body }, ...more }))
}

/** Calls of Anthropic's own API about one topic. */
export function anthropicMessages(topic: string, model: string, rows: readonly Row[]): ParityCase[] {
  return rows.map(([name, body, more]) => ({
    name: `${topic}/${name}`,
    path: messagesPath,
    body: { model, max_tokens: 100, messages: [user('hi')], ...body },
    ...more,
  }))
}

/** A user's message. */
export function user(content: JsonObject['content']): JsonObject {
  return { role: 'user', content }
}

/** A tool call of an assistant's message, its arguments as text. */
export function toolCall(id: string, args: string, name = 'get_weather', more: JsonObject = {}): JsonObject {
  return { id, type: 'function', function: { name, arguments: args }, ...more }
}

/** A function tool with all that OpenAI allows in one. */
export const weatherTool: JsonObject = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'The weather of a city.',
    strict: true,
    parameters: {
      $schema: 'http://json-schema.org/draft-07/schema#',
      title: 'Weather',
      type: 'object',
      properties: { city: { type: 'string', title: 'City' } },
      required: ['city'],
      additionalProperties: false,
    },
  },
}

/** A function tool with nothing but a name. */
export const clockTool: JsonObject = { type: 'function', function: { name: 'now' } }

/** Where the simulator's web begins (services/simulator/web), in the cases. */
export const web = 'http://web.simulated/'

/** The smallest start of a PNG, as a data URL. */
export const png = 'data:image/png;base64,iVBORw0KGgo='
