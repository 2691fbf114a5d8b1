/** The router on the other endpoints. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { messagesPath, type ParityCase, user } from '../case.ts'
import type { Setup, Sketch } from '../worlds.ts'
import { failing } from './routing.ts'

const endpoints: readonly { name: string; path: string; model?: string; ask: JsonObject; streams: boolean }[] = [
  { name: 'completions', path: '/v1/completions', ask: { prompt: 'hi' }, streams: true },
  { name: 'instruct', path: '/v1/completions', model: 'openai/gpt-3.5-turbo-instruct', ask: { prompt: 'hi' }, streams: true },
  { name: 'responses', path: '/v1/responses', ask: { input: 'hi' }, streams: true },
  { name: 'messages', path: messagesPath, model: 'anthropic/claude-sonnet-4-5', ask: { max_tokens: 9, messages: [user('hi')] }, streams: true },
  { name: 'embeddings', path: '/v1/embeddings', model: 'openai/text-embedding-3-small', ask: { input: 'hi' }, streams: false },
] // prettier-ignore

export const embeddingsOfRouter: ParityCase[] = endpoints.flatMap(({ name, path, model, ask, streams }) => {
  const sketch = (at: string, params: JsonObject = {}): Sketch => ({ path: at, params, ...(model ? { model } : {}) })
  const groups = { '@a': [sketch('a', { weight: 1 }), sketch('b', { weight: 0 })] }
  const pair = { '@a': [sketch('a')], '@b': [sketch('b')] }
  const fallbacks = [{ '@a': ['@b'] }]
  const row = (what: string, setup: Setup, body: JsonObject = {}, more: Partial<ParityCase> = {}): ParityCase => ({
    name: `routing/${name}/${what}`,
    path,
    setup,
    body: { model: '@a', ...ask, ...body },
    ...more,
  })
  const rows = [
    row('the first answers', { groups }),
    row('429, then the other', { groups, script: { a: [failing(429)] } }),
    row('500, then good', { groups, script: { a: [failing(500), null] } }),
    row('500 for ever', { groups, script: { a: [failing(500)], b: [failing(500)] } }),
    row('400', { groups, script: { a: [failing(400)] } }),
    row('none, says the body', { groups, script: { a: [failing(503)] } }, { num_retries: 0 }),
    row('a fallback', { groups: pair, settings: { fallbacks }, script: { a: [failing(400)] } }),
    row('a fallback that fails, too', {
      groups: pair,
      settings: { fallbacks },
      script: { a: [failing(400)], b: [failing(404)] },
    }),
    row('a fallback of the body', { groups: pair, script: { a: [failing(400)] } }, { fallbacks: ['@b'] }),
    row(
      'all cool down',
      { world: 'cooling', groups, script: { a: [failing(401)], b: [failing(401)] } },
      {},
      { times: 3 },
    ),
    row('an alias', { groups, settings: { model_group_alias: { '@alias': '@a' } } }, { model: '@alias' }),
    row('our own timeout', { groups: { '@a': [sketch('a', { timeout: 0.5, num_retries: 0 })] } }, slow(ask)),
    ...(streams
      ? [
          row('streamed', { groups }, { stream: true }),
          row('streamed, 500, then good', { groups, script: { a: [failing(500), null] } }, { stream: true }),
          row(
            'streamed by a fallback',
            { groups: pair, settings: { fallbacks }, script: { a: [failing(400)] } },
            { stream: true },
          ),
          row(
            'our own timeout, streamed',
            { groups: { '@a': [sketch('a', { timeout: 0.5, num_retries: 0 })] } },
            { ...slow(ask), stream: true },
          ),
        ]
      : []),
  ]
  // What a response looks like has cases of its own; here it is only whether there is one.
  return name === 'responses' ? rows.filter(({ setup }) => fails(setup)) : rows
})

/** Whether nothing that a case asks for succeeds. */
function fails(setup: Setup | undefined): boolean {
  const { script = {}, groups = {} } = setup ?? {}
  const sketches = Object.values(groups).flat()
  return sketches.every(({ path }) => script[path] !== undefined && !script[path].includes(null))
}

/** A question the simulator takes its time for. */
function slow(ask: JsonObject): JsonObject {
  const text = '[sim:delay:3000]'
  const key = ['prompt', 'input'].find(name => name in ask)
  return key === undefined ? { messages: [user(text)] } : { [key]: text }
}
