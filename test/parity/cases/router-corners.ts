/** Corners of the router: what bodies and headers ask of it, and streams that fail before their first words. */
import type { Json, JsonObject } from '../../../services/simulator/json.ts'
import type { ScriptedAnswer } from '../../../services/simulator/script.ts'
import { anthropicAnswer, anthropicError, data, done, event, messageEnd, messageStart, stream, textBlock, textChunks } from '../answers.ts' // prettier-ignore
import type { ParityCase } from '../case.ts'
import type { Sketch } from '../worlds.ts'
import { failing, good, one, pair, refused, routed, type RoutedRow, three, tooLong, two } from './routing.ts'

const claude = 'anthropic/claude-sonnet-4-5'
const groq = 'groq/llama-3.3-70b-versatile'
const at = (path: string, model?: string, params: JsonObject = {}): Sketch => ({
  path,
  params,
  ...(model ? { model } : {}),
})
const chain = (from: string, to: Json): JsonObject => ({ fallbacks: [{ [from]: to }] })
const ok = stream([...textChunks, done])
const claudeOk = stream([messageStart(), ...textBlock(0, 'Hi'), ...messageEnd('end_turn')])
const boom = (code = 500): ScriptedAnswer => stream([data({ error: { message: 'boom', code } })])
const overloaded = stream([event({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } })])
const slow = (ms: number): ScriptedAnswer => ({ headers: { 'content-type': 'application/json' }, body: [ms, '{}'] })

// prettier-ignore
const corners: readonly RoutedRow[] = [
  ['429 with seconds', { groups: one, script: { a: [failing(429, { 'retry-after': '1' }), good] } }],
  ['429 with ms', { groups: one, script: { a: [failing(429, { 'retry-after-ms': '300' }), good] } }],
  ['429 with zero', { groups: one, script: { a: [failing(429, { 'retry-after': '0' }), good] } }],
  ['429 with a word', { groups: one, script: { a: [failing(429, { 'retry-after': 'soon' }), good] } }],
  ['503 with seconds', { groups: one, script: { a: [failing(503, { 'retry-after': '1' }), good] } }],
  ['408 then good', { groups: one, script: { a: [failing(408), good] } }],
  ['409 then good', { groups: one, script: { a: [failing(409), good] } }],
  ['422 then good', { groups: one, script: { a: [failing(422), good] } }],
  ['404 then good', { groups: one, script: { a: [failing(404), good] } }],
  ['401 then the other', { groups: two, script: { a: [failing(401)], b: [good] } }],
  ['403 then the other', { groups: two, script: { a: [failing(403)], b: [good] } }],
  ['400 then the other', { groups: two, script: { a: [failing(400)], b: [good] } }],
  ['529 then good', { groups: one, script: { a: [failing(529), good] } }],
  ['num_retries 1', { groups: one, script: { a: [failing(500), failing(500), good] } }, { num_retries: 1 }],
  ['num_retries 0', { groups: one, script: { a: [failing(500), good] } }, { num_retries: 0 }],
  ['num_retries null', { groups: one, script: { a: [failing(500), good] } }, { num_retries: null }],
  ['max_retries in body', { groups: one, script: { a: [failing(500), good] } }, { max_retries: 0 }],
  ['deployment num_retries', { groups: { '@a': [at('a', undefined, { num_retries: 1 })] }, script: { a: [failing(500), failing(500), good] } }],
  ['deployment max_retries', { groups: { '@a': [at('a', undefined, { max_retries: 0 })] }, script: { a: [failing(500), good] } }],
  ['fallback list of two', { groups: three, settings: chain('@a', ['@b', '@c']), script: { a: [failing(400)], b: [failing(400)], c: [good] } }],
  ['fallback star', { groups: pair, settings: { fallbacks: [{ '@a': ['@b'] }] }, script: { a: [failing(401)] } }],
  ['fallback in body as objects', { groups: pair, script: { a: [failing(400)] } }, { fallbacks: [{ model: '@b', temperature: 0.5 }] }],
  ['fallback in body unknown', { groups: pair, script: { a: [failing(400)] } }, { fallbacks: ['nobody'] }],
  ['fallback in body empty', { groups: pair, settings: chain('@a', ['@b']), script: { a: [failing(400)] } }, { fallbacks: [] }],
  ['fallback in body map', { groups: pair, script: { a: [failing(400)] } }, { fallbacks: [{ '@a': ['@b'] }] }],
  ['disable_fallbacks', { groups: pair, settings: chain('@a', ['@b']), script: { a: [failing(400)] } }, { disable_fallbacks: true }],
  ['context fallback', { groups: pair, settings: { context_window_fallbacks: [{ '@a': ['@b'] }] }, script: { a: [tooLong] } }],
  ['context fallback, body', { groups: pair, script: { a: [tooLong] } }, { context_window_fallbacks: [{ '@a': ['@b'] }] }],
  ['context, plain fallback', { groups: pair, settings: chain('@a', ['@b']), script: { a: [tooLong] } }],
  ['policy fallback', { groups: pair, settings: { content_policy_fallbacks: [{ '@a': ['@b'] }] }, script: { a: [refused] } }],
  ['fallback of a fallback', { groups: three, settings: { fallbacks: [{ '@a': ['@b'] }, { '@b': ['@c'] }] }, script: { a: [failing(400)], b: [failing(400)] } }],
  ['fallback to itself', { groups: one, settings: chain('@a', ['@a']), script: { a: [failing(400), good] } }],
  ['alias', { groups: one, settings: { model_group_alias: { '@n': '@a' } } }, { model: '@n' }],
  ['alias object', { groups: one, settings: { model_group_alias: { '@n': { model: '@a', hidden: true } } } }, { model: '@n' }],
  ['order', { groups: { '@a': [at('a', undefined, { order: 2 }), at('b', undefined, { order: 1 })] } }],
  ['order, first fails', { groups: { '@a': [at('a', undefined, { order: 1 }), at('b', undefined, { order: 2 })] }, script: { a: [failing(500)] } }],
  ['mock timeout', { groups: one }, { mock_timeout: true, timeout: 0.1 }],
  ['mock_testing_fallbacks', { groups: pair, settings: chain('@a', ['@b']) }, { mock_testing_fallbacks: true }],
  ['mock_response', { groups: one }, { mock_response: 'hello' }],
  ['stream good', { groups: one, script: { a: [ok] } }, { stream: true }],
  ['stream 500 then good', { groups: one, script: { a: [failing(500), ok] } }, { stream: true }],
  ['stream 400, fallback', { groups: pair, settings: chain('@a', ['@b']), script: { a: [failing(400)], b: [ok] } }, { stream: true }],
  ['stream error first', { groups: pair, settings: chain('@a', ['@b']), script: { a: [stream([data({ error: { message: 'boom', code: 500 } })])], b: [ok] } }, { stream: true }],
  ['stream error first, no fallback', { groups: one, script: { a: [stream([data({ error: { message: 'boom', code: 500 } })])] } }, { stream: true }],
  ['Claude 529 then good', { groups: { '@a': [at('a', claude)] }, script: { a: [anthropicError(529, 'Overloaded', 'overloaded_error'), anthropicAnswer()] } }],
  ['Claude falls to gpt', { groups: { '@a': [at('a', claude)], '@b': [at('b')] }, settings: chain('@a', ['@b']), script: { a: [anthropicError(400)], b: [good] } }],
  ['gpt falls to Claude', { groups: { '@a': [at('a')], '@b': [at('b', claude)] }, settings: chain('@a', ['@b']), script: { a: [failing(400)], b: [anthropicAnswer()] } }, { max_tokens: 50, n: 1, seed: 1 }],
  ['gpt falls to Claude, unsupported', { groups: { '@a': [at('a')], '@b': [at('b', claude)] }, settings: chain('@a', ['@b']), script: { a: [failing(400)] } }, { n: 2 }],
  ['retry, then fallback', { groups: pair, settings: chain('@a', ['@b']), script: { a: [failing(500)] } }, { num_retries: 1 }],
  ['all fail, many', { groups: three, settings: chain('@a', ['@b', '@c']), script: { a: [failing(500)], b: [failing(401)], c: [failing(404)] } }, { num_retries: 0 }],
  ['reset, fallback', { groups: pair, settings: chain('@a', ['@b']), script: { a: [{ status: 200, headers: {}, body: [], cut: true }], b: [good] } }, { num_retries: 0 }],
  ['timeout in body', { groups: one, script: { a: [slow(2500)] } }, { timeout: 0.5, num_retries: 0 }],
  ['request_timeout', { groups: one, script: { a: [slow(1500)] } }, { request_timeout: 0.5, num_retries: 0 }],
  ['header timeout', { groups: one, script: { a: [slow(2500)] } }, { num_retries: 0 }, { headers: { 'x-litellm-timeout': '0.5' } }],
  ['header num_retries', { groups: one, script: { a: [failing(500), good] } }, {}, { headers: { 'x-litellm-num-retries': '0' } }],
  ['header tags', { groups: one }, {}, { headers: { 'x-litellm-tags': 'a,b' } }],
  ['drop_params of a deployment', { groups: { '@a': [at('a', claude, { drop_params: true })] }, script: { a: [anthropicAnswer()] } }, { n: 2, seed: 4 }],
  ['defaults of a deployment', { groups: { '@a': [at('a', undefined, { temperature: 0.3, max_tokens: 7, user: 'u', stop: ['x'], extra_body: { z: 1 }, extra_headers: { 'x-a': 'b' } })] } }, { temperature: 0.9 }],
  ['cache controls', { groups: one }, { cache: { 'no-cache': true }, ttl: 5, caching: true }],
  ['unknown group', { groups: one }, { model: 'nope-@' }],
]

/** A stream that fails at once in one group, and what the other one answers. */
const late = (
  name: string,
  [model, first]: readonly [string | undefined, ScriptedAnswer],
  [other, then]: readonly [string | undefined, ScriptedAnswer],
  body: JsonObject = {},
): RoutedRow => [
  name,
  {
    groups: { '@a': [at('a', model)], '@b': [at('b', other)] },
    settings: chain('@a', ['@b']),
    script: { a: [first], b: [then] },
  },
  { stream: true, ...body },
]

// prettier-ignore
const lates: readonly RoutedRow[] = [
  late('to the same', [undefined, boom()], [undefined, ok]),
  late('to Claude', [undefined, boom()], [claude, claudeOk]),
  late('Groq', [groq, boom()], [undefined, ok]),
  late('Groq, 429', [groq, boom(429)], [undefined, ok]),
  late('Groq, 400', [groq, boom(400)], [undefined, ok]),
  late('both', [undefined, boom()], [undefined, boom()]),
  late('then 400', [undefined, boom()], [undefined, failing(400)]),
  late('400 first', [undefined, failing(400)], [undefined, boom()]),
  late('no fallbacks, says the body', [undefined, boom()], [undefined, ok], { disable_fallbacks: true }),
  late('no retries, says the body', [undefined, boom()], [undefined, ok], { num_retries: 0 }),
  ['two deployments', { groups: two, script: { a: [boom()], b: [ok] } }, { stream: true }],
  ['the same again', { groups: one, script: { a: [boom(), ok] } }, { stream: true }],
  ['Claude alone', { groups: { '@a': [at('a', claude)] }, script: { a: [overloaded, claudeOk] } }, { stream: true }],
]

export const cornerCases: readonly ParityCase[] = [
  ...routed('routing/corners', corners),
  ...routed('routing/late failures', lates),
]
