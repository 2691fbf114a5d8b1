/** Groups that answer in the place of one that failed: which, in which order, and what is told when none can. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { openaiAnswer } from '../answers.ts'
import { failing, one, pair, refused, routed, type RoutedRow, three, tooLong, two } from './routing.ts'

const toB = { fallbacks: [{ '@a': ['@b'] }] }
const toBoth = { fallbacks: [{ '@a': ['@b', '@c'] }] }
const blocked = openaiAnswer({
  choices: [{ index: 0, message: { role: 'assistant', content: '' }, finish_reason: 'content_filter' }],
})

const kinds = (name: string, settings: JsonObject, script: RoutedRow[1]['script'] = {}): RoutedRow => [
  name,
  { groups: three, settings, script },
]

const ordered = {
  '@a': [
    { path: 'a', params: { order: 1 } },
    { path: 'b', params: { order: 2 } },
    { path: 'c', params: { order: 3 } },
  ],
}

export const fallbackCases = [
  ...routed('routing/fallbacks', [
    ...[400, 401, 403, 404, 429].map((status): RoutedRow => [
      `after ${status}`,
      { groups: { '@a': [...(two['@a'] ?? [])], '@b': [{ path: 'c' }] }, settings: toB, script: { a: [failing(status)], b: [failing(status)] } },
      { num_retries: 0 },
    ]),
    ['streamed', { groups: pair, settings: toB, script: { a: [failing(400)] } }, { stream: true }],
    ['streamed, and it fails, too', { groups: pair, settings: toB, script: { a: [failing(400)], b: [failing(404)] } }, { stream: true }],
    ['the second of two', { groups: three, settings: toBoth, script: { a: [failing(400)], b: [failing(400)] } }],
    ['none of two', { groups: three, settings: toBoth, script: { a: [failing(400)], b: [failing(401)], c: [failing(404)] } }],
    ['a chain', { groups: three, settings: { fallbacks: [{ '@a': ['@b'] }, { '@b': ['@c'] }] }, script: { a: [failing(400)], b: [failing(400)] } }],
    ['a chain that fails', { groups: three, settings: { fallbacks: [{ '@a': ['@b'] }, { '@b': ['@c'] }] }, script: { a: [failing(400)], b: [failing(401)], c: [failing(404)] } }],
    ['a circle', { groups: pair, settings: { fallbacks: [{ '@a': ['@b'] }, { '@b': ['@a'] }] }, script: { a: [failing(400)], b: [failing(400)] } }],
    ['with parameters', { groups: pair, settings: { fallbacks: [{ '@a': [{ model: '@b', temperature: 0.5 }] }] }, script: { a: [failing(400)] } }],
    ['with parameters, and it fails', { groups: pair, settings: { fallbacks: [{ '@a': [{ model: '@b', temperature: 0.5 }] }] }, script: { a: [failing(400)], b: [failing(400)] } }],
    ['to an unknown group', { groups: one, settings: { fallbacks: [{ '@a': ['@nobody'] }] }, script: { a: [failing(400)] } }],
    ['disabled', { groups: pair, settings: toB, script: { a: [failing(400)] } }, { disable_fallbacks: true }],
    ['of the body', { groups: pair, script: { a: [failing(400)] } }, { fallbacks: ['@b'] }],
    ['of the body, with parameters', { groups: pair, script: { a: [failing(400)] } }, { fallbacks: [{ model: '@b', max_tokens: 9 }] }],
    ['of the body, by group', { groups: pair, script: { a: [failing(400)] } }, { fallbacks: [{ '@a': ['@b'] }] }],
    ['of the body, for anybody', { groups: pair, script: { a: [failing(400)] } }, { fallbacks: [{ '*': ['@b'] }] }],
    ['of the body, none', { groups: pair, settings: toB, script: { a: [failing(400)] } }, { fallbacks: [] }],
    ['of the body, for another group', { groups: pair, script: { a: [failing(400)] } }, { fallbacks: [{ '@b': ['@a'] }] }],
    ['of an alias', { groups: pair, settings: { ...toB, model_group_alias: { '@alias': '@a' } }, script: { a: [failing(400)] } }, { model: '@alias' }],
    ['after retries', { groups: pair, settings: toB, script: { a: [failing(500)] } }, { num_retries: 1 }],
    ['the fallback retries, too', { groups: { '@a': [{ path: 'a' }], '@b': two['@a'] ?? [] }, settings: toB, script: { a: [failing(400)], b: [failing(500), null] } }],
    kinds('a long conversation', { context_window_fallbacks: [{ '@a': ['@b'] }] }, { a: [tooLong] }),
    kinds('a long conversation, and it fails', { context_window_fallbacks: [{ '@a': ['@b'] }] }, { a: [tooLong], b: [failing(400)] }),
    kinds('a long conversation with general fallbacks only', toB, { a: [tooLong] }),
    kinds('a long conversation with both', { ...toB, context_window_fallbacks: [{ '@a': ['@c'] }] }, { a: [tooLong] }),
    kinds('a long conversation, of the body', {}, { a: [tooLong] }),
    kinds('refused content', { content_policy_fallbacks: [{ '@a': ['@b'] }] }, { a: [refused] }),
    kinds('refused content with both', { ...toB, content_policy_fallbacks: [{ '@a': ['@c'] }] }, { a: [refused] }),
    kinds('blocked output', { content_policy_fallbacks: [{ '@a': ['@b'] }] }, { a: [blocked] }),
    kinds('any failure with special fallbacks only', { context_window_fallbacks: [{ '@a': ['@b'] }] }, { a: [failing(400)] }),
  ]),
  ...routed('routing/order', [
    ['the lowest first', { groups: ordered }],
    ['the next one', { groups: ordered, script: { a: [failing(400)] } }],
    ['the last one', { groups: ordered, script: { a: [failing(400)], b: [failing(404)] } }],
    ['none', { groups: ordered, script: { a: [failing(400)], b: [failing(400)], c: [failing(401)] } }],
    ['before fallbacks', { groups: { ...ordered, '@b': [{ path: 'd' }] }, settings: toB, script: { a: [failing(400)], b: [failing(400)], c: [failing(400)] } }],
    ['retried first', { groups: ordered, script: { a: [failing(500)] } }, { num_retries: 1 }],
    ['too long', { groups: ordered, script: { a: [tooLong] } }],
    ['streamed', { groups: ordered, script: { a: [failing(400)] } }, { stream: true }],
    ['not without fallbacks', { groups: ordered, script: { a: [failing(400)] } }, { disable_fallbacks: true }],
  ]),
  ...routed('routing/shuffle', [
    ['all to one', { groups: two }, {}, { times: 5 }],
    ['by rpm', { groups: { '@a': [{ path: 'a', params: { rpm: 1000 } }, { path: 'b', params: { rpm: 0.000001 } }] } }, {}, { times: 5 }],
    ['by tpm', { groups: { '@a': [{ path: 'a', params: { tpm: 100000 } }, { path: 'b', params: { tpm: 0.000001 } }] } }, {}, { times: 5 }],
    ['an alias', { groups: two, settings: { model_group_alias: { '@alias': '@a' } } }, { model: '@alias' }],
    ['a hidden alias', { groups: two, settings: { model_group_alias: { '@alias': { model: '@a', hidden: true } } } }, { model: '@alias' }],
    ['by id', { groups: two }, { model: '@b' }],
  ]),
] // prettier-ignore
