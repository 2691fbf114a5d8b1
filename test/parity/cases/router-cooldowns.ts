/** Deployments that are left out for a while: after which failures, and what is said when none is left. */
import { failing, one, routed, type RoutedRow, two } from './routing.ts'

const world = 'cooling'
const bad = [failing(401)]

/** Two deployments that both fail in this way; asked three times without retries. */
const after = (status: number): RoutedRow => [
  `after ${status}`,
  { world, groups: two, script: { a: [failing(status)], b: [failing(status)] } },
  { num_retries: 0 },
  { times: 3 },
]

export const cooldownCases = routed('routing/cooldowns', [
  ...[400, 403, 404, 408, 409, 422, 429, 500, 503].map(after),
  ['one is out', { world, groups: two, script: { a: bad } }, { num_retries: 0 }, { times: 3 }],
  ['retry-after is the time', { world, groups: two, script: { a: [failing(429, { 'retry-after': '2' })], b: [failing(429, { 'retry-after': '2' })] } }, { num_retries: 0 }, { times: 3 }],
  ['the deployment’s own time', { world, groups: { '@a': [{ path: 'a', params: { weight: 1, cooldown_time: 1.5 } }, { path: 'b', params: { weight: 0, cooldown_time: 1.8 } }] }, script: { a: bad, b: bad } }, { num_retries: 0 }, { times: 3 }],
  ['no time at all', { world, groups: { '@a': [{ path: 'a', params: { weight: 1, cooldown_time: 0 } }, { path: 'b', params: { weight: 0 } }] }, script: { a: bad } }, { num_retries: 0 }, { times: 3 }],
  ['500 five times', { world, groups: two, script: { a: [failing(500)] } }, { num_retries: 0 }, { times: 7 }],
  ['the deployment forgives two', { world, groups: { '@a': [{ path: 'a', params: { weight: 1 }, info: { allowed_fails: 2 } }, { path: 'b', params: { weight: 0 } }] }, script: { a: [failing(500)] } }, { num_retries: 0 }, { times: 5 }],
  ['the deployment forgives by kind', { world, groups: { '@a': [{ path: 'a', params: { weight: 1 }, info: { allowed_fails_policy: { BadRequestErrorAllowedFails: 1 } } }, { path: 'b', params: { weight: 0 } }] }, script: { a: [failing(400)] } }, { num_retries: 0 }, { times: 4 }],
  ['a fallback while all are out', { world, groups: { ...two, '@b': [{ path: 'c' }] }, settings: { fallbacks: [{ '@a': ['@b'] }] }, script: { a: bad, b: bad } }, { num_retries: 0 }, { times: 3 }],
  ['the only one', { world, groups: one, script: { a: bad } }, { num_retries: 0 }, { times: 2 }],
  ['the only one, 429', { world, groups: one, script: { a: [failing(429)] } }, { num_retries: 0 }, { times: 2 }],
]).concat(
  routed('routing/settings', [
    ['429 forgiven once', { world: 'set', groups: two, script: { a: [failing(429)] } }, { num_retries: 0 }, { times: 4 }],
    ['401 forgiven once', { world: 'set', groups: two, script: { a: bad } }, { num_retries: 0 }, { times: 4 }],
    ['404 forgiven three times', { world: 'set', groups: two, script: { a: [failing(404)] } }, { num_retries: 0 }, { times: 6 }],
  ]),
) // prettier-ignore
