/** Calls that are made again: for which failures, how often, by whose word. */
import { embeddingsOfRouter } from './router-endpoints.ts'
import { failing, good, one, routed, type RoutedRow, two } from './routing.ts'

const statuses = [400, 401, 403, 404, 408, 409, 413, 422, 429, 500, 502, 503, 504, 529]

export const retryCases = [
  ...routed('routing/retries', [
    ...statuses.map((status): RoutedRow => [`${status}, then good`, { groups: two, script: { a: [failing(status), good] } }]),
    ...statuses.map((status): RoutedRow => [
      `${status} for ever`,
      { groups: two, script: { a: [failing(status)], b: [failing(status)] } },
    ]),
    ...[400, 401, 403, 404].map((status): RoutedRow => [
      `${status} of the only one`,
      { groups: one, script: { a: [failing(status), good] } },
    ]),
    ['500 of the only one', { groups: one, script: { a: [failing(500), good] } }],
    ['retry-after of the only one', { groups: one, script: { a: [failing(429, { 'retry-after': '1' }), good] } }],
    ['streamed, 500, then good', { groups: two, script: { a: [failing(500), null] } }, { stream: true }],
    ['streamed, 500 for ever', { groups: two, script: { a: [failing(500)], b: [failing(500)] } }, { stream: true }],
    ['none, says the body', { groups: two, script: { a: [failing(500), good] } }, { num_retries: 0 }],
    ['four, says the body', { groups: two, script: { a: [...Array.from({ length: 4 }, () => failing(500)), good] } }, { num_retries: 4 }],
    ['one, says the body', { groups: two, script: { a: [failing(500)], b: [failing(500)] } }, { num_retries: 1 }],
    ['a header', { groups: two, script: { a: [failing(500)], b: [failing(500)] } }, {}, { headers: { 'x-litellm-num-retries': '1' } }],
    [
      'one, says the deployment',
      { groups: { '@a': [{ path: 'a', params: { num_retries: 1, weight: 1 } }, { path: 'b', params: { weight: 0 } }] }, script: { a: [failing(500)] } },
    ],
    [
      'the body before the deployment',
      { groups: { '@a': [{ path: 'a', params: { num_retries: 1, weight: 1 } }, { path: 'b', params: { weight: 0 } }] }, script: { a: [failing(500)] } },
      { num_retries: 3 },
    ],
    [
      'a policy of the group',
      {
        groups: two,
        settings: { model_group_retry_policy: { '@a': { BadRequestErrorRetries: 3, RateLimitErrorRetries: 0 } } },
        script: { a: [failing(400)] },
      },
    ],
    [
      'a policy that allows none',
      {
        groups: two,
        settings: { model_group_retry_policy: { '@a': { BadRequestErrorRetries: 3, RateLimitErrorRetries: 0 } } },
        script: { a: [failing(429)], b: [failing(429)] },
      },
    ],
    [
      'a policy silent about this failure',
      { groups: two, settings: { model_group_retry_policy: { '@a': { BadRequestErrorRetries: 3 } } }, script: { a: [failing(500)] } },
    ],
    [
      'a policy with a default',
      { groups: two, settings: { model_group_retry_policy: { '@a': { DefaultRetries: 1 } } }, script: { a: [failing(500)] } },
    ],
    [
      'a policy and a body that wants none',
      { groups: two, settings: { model_group_retry_policy: { '@a': { BadRequestErrorRetries: 3 } } }, script: { a: [failing(400)] } },
      { num_retries: 0 },
    ],
  ]),
  ...routed('routing/settings', [
    ['one retry by the settings', { world: 'set', groups: two, script: { a: [failing(500)], b: [failing(500)] } }],
    ['400 twice by the policy', { world: 'set', groups: two, script: { a: [failing(400)], b: [failing(400)] } }],
    ['404 once by the policy', { world: 'set', groups: two, script: { a: [failing(404)], b: [failing(404)] } }],
    ['429 never by the policy', { world: 'set', groups: two, script: { a: [failing(429)], b: [failing(429)] } }],
    ['401 once by the settings', { world: 'set', groups: two, script: { a: [failing(401)], b: [failing(401)] } }],
  ]),
  ...embeddingsOfRouter,
] // prettier-ignore
