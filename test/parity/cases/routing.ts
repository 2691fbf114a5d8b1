/** How cases of the router are written down. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import type { ScriptedAnswer } from '../../../services/simulator/script.ts'
import { answer, openaiAnswer, openaiError } from '../answers.ts'
import { chatPath, type ParityCase, user } from '../case.ts'
import type { Setup, Sketch } from '../worlds.ts'

/** Name, what is configured and scripted, what else the body says, and what else is special. */
export type RoutedRow = readonly [name: string, setup: Setup, body?: JsonObject, more?: Partial<ParityCase>]

/** Chats with the group `@a` about one topic. */
export function routed(topic: string, rows: readonly RoutedRow[]): ParityCase[] {
  return rows.map(([name, setup, body = {}, more = {}]) => ({
    name: `${topic}/${name}`,
    path: chatPath,
    setup,
    body: { model: '@a', messages: [user('hi')], ...body },
    ...more,
  }))
}

/** A group of one. */
export const one: Record<string, readonly Sketch[]> = { '@a': [{ path: 'a' }] }
/** Two deployments of which the first is asked while it is well. */
export const two: Record<string, readonly Sketch[]> = {
  '@a': [
    { path: 'a', params: { weight: 1 } },
    { path: 'b', params: { weight: 0 } },
  ],
}
/** A group and another one. */
export const pair: Record<string, readonly Sketch[]> = { '@a': [{ path: 'a' }], '@b': [{ path: 'b' }] }
/** A group and two others. */
export const three: Record<string, readonly Sketch[]> = { ...pair, '@c': [{ path: 'c' }] }

export const good = openaiAnswer({ model: 'gpt-4o-2024-08-06' })

export const failing = (status: number, headers: Record<string, string> = {}): ScriptedAnswer => ({
  ...openaiError(status),
  headers: { 'content-type': 'application/json', ...headers },
})

export const tooLong = answer(
  {
    error: {
      message: "This model's maximum context length is 5 tokens",
      type: 'invalid_request_error',
      param: 'messages',
      code: 'context_length_exceeded',
    },
  },
  400,
)

export const refused = answer(
  { error: { message: 'no', type: 'invalid_request_error', param: null, code: 'content_policy_violation' } },
  400,
)
