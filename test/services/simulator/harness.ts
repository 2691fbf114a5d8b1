import type { FastifyInstance } from 'fastify'
import type { SimulatorOptions } from '../../../services/simulator/app.ts'
import { buildSimulator } from '../../../services/simulator/app.ts'
import type { JsonObject } from '../../../services/simulator/json.ts'

/** What tap's test object offers and the helpers need. */
interface Cleanup {
  teardown(fn: () => unknown): void
}

export interface Simulator {
  readonly app: FastifyInstance
  readonly base: string
  /** Posts JSON (or, as a string, whatever it is) with a key that every wire takes. */
  readonly post: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Response>
}

/** A simulator on a free port, closed with the test. */
export async function startSimulator(t: Cleanup, options: SimulatorOptions = {}): Promise<Simulator> {
  const app = buildSimulator({ pauseMs: 0, ...options })
  const base = await app.listen({ port: 0, host: '127.0.0.1' })
  t.teardown(() => app.close())
  const post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(base + path, {
      method: 'POST',
      headers: { ...keys, 'content-type': 'application/json', 'anthropic-version': '2023-06-01', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  return { app, base, post }
}

export const keys = { authorization: 'Bearer k', 'x-goog-api-key': 'k' }

/** The parsed `data:` lines of an event stream; `[DONE]` stays a string. */
export function dataOf(stream: string): (JsonObject | string)[] {
  return stream
    .split(/\r?\n/)
    .filter(line => line.startsWith('data: '))
    .map(line => line.slice(6))
    .map(data => (data === '[DONE]' ? data : (JSON.parse(data) as JsonObject)))
}

/** The names of the events of a stream. */
export function eventNames(stream: string): string[] {
  return stream
    .split('\n')
    .filter(line => line.startsWith('event: '))
    .map(line => line.slice(7))
}

/** The same question on each streaming endpoint. */
export const endpoints = {
  chat: {
    path: '/v1/chat/completions',
    wire: 'openai',
    streamPath: '/v1/chat/completions',
    body: (content: string): JsonObject => ({ model: 'gpt-4o', messages: [{ role: 'user', content }] }),
    terminal: 'data: [DONE]',
  },
  completions: {
    path: '/v1/completions',
    wire: 'openai',
    streamPath: '/v1/completions',
    body: (prompt: string): JsonObject => ({ model: 'gpt-3.5-turbo-instruct', prompt }),
    terminal: 'data: [DONE]',
  },
  responses: {
    path: '/v1/responses',
    wire: 'openai',
    streamPath: '/v1/responses',
    body: (input: string): JsonObject => ({ model: 'gpt-5', input }),
    terminal: 'event: response.completed',
  },
  anthropic: {
    path: '/v1/messages',
    wire: 'anthropic',
    streamPath: '/v1/messages',
    body: (content: string): JsonObject => ({
      model: 'claude-x',
      max_tokens: 99,
      messages: [{ role: 'user', content }],
    }),
    terminal: 'event: message_stop',
  },
  gemini: {
    path: '/v1beta/models/gemini-3-pro:generateContent',
    wire: 'gemini',
    streamPath: '/v1beta/models/gemini-3-pro:streamGenerateContent?alt=sse',
    body: (text: string): JsonObject => ({ contents: [{ role: 'user', parts: [{ text }] }] }),
    terminal: '"finishReason":"STOP"',
  },
} as const

export const endpointList = Object.entries(endpoints).map(([name, endpoint]) => ({ name, ...endpoint }))

/** Asks an endpoint for a stream. */
export function streamed(endpoint: (typeof endpointList)[number], question: string): [string, JsonObject] {
  const body = endpoint.body(question)
  return [endpoint.streamPath, endpoint.wire === 'gemini' ? body : { ...body, stream: true }]
}
