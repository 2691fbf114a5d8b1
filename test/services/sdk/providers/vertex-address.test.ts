import t from 'tap'
import type { Target } from '../../../../services/sdk/providers/translator.ts'
import { placeOf, vertexUrl } from '../../../../services/sdk/providers/vertex/address.ts'
import { speechOf, type Speech } from '../../../../services/sdk/providers/vertex/models.ts'
import { vertexSettings } from '../../../../services/sdk/providers/vertex/settings.ts'

function target(changes: Partial<Target> = {}, location: string | undefined = 'us-east5'): Target {
  return {
    group: 'g',
    provider: 'vertex_ai',
    model: 'gemini-2.5-flash',
    apiBase: '',
    apiKey: undefined,
    apiVersion: undefined,
    headers: {},
    defaults: {},
    dropParams: false,
    vertex: { project: 'p', location, credentials: undefined },
    ...changes,
  }
}

const path = '/v1/projects/p/locations/us-east5/publishers/google/models/m'
const at = (apiBase: string, streams = false, resource = 'publishers/google/models/m'): string =>
  vertexUrl(target({ apiBase }), { resource, method: 'do', streams })

void t.test('addresses', async t => {
  t.equal(at(''), `https://us-east5-aiplatform.googleapis.com${path}:do`)
  t.equal(at('', true), `https://us-east5-aiplatform.googleapis.com${path}:do?alt=sse`)
  t.equal(
    at('', true, 'publishers/anthropic/models/c'),
    'https://us-east5-aiplatform.googleapis.com/v1/projects/p/locations/us-east5/publishers/anthropic/models/c:do',
    'Claude streams by its method alone',
  )
  t.equal(at('https://gate.example'), `https://gate.example${path}:do`)
  t.equal(at('https://gate.example/v1'), `https://gate.example${path}:do`)
  t.equal(at('https://gate.example/v1beta1'), `https://gate.example${path.replace('/v1/', '/v1beta1/')}:do`)
  t.equal(at('https://gate.example/my/model'), 'https://gate.example/my/model:do')
  t.equal(
    at('https://gate.example/my/model', true, 'publishers/anthropic/models/c'),
    'https://gate.example/my/model:do?alt=sse',
  )
})

const places: readonly { name: string; changes?: Partial<Target>; location: string | undefined; host: string }[] = [
  { name: 'nowhere', location: undefined, host: 'us-central1-aiplatform.googleapis.com' },
  { name: 'everywhere', location: 'global', host: 'aiplatform.googleapis.com' },
  { name: 'a part of the world', location: 'eu', host: 'aiplatform.eu.rep.googleapis.com' },
  {
    name: 'a model that is at one place only',
    changes: { model: 'deepseek-ai/deepseek-v3.2-maas' },
    location: 'us-east5',
    host: 'aiplatform.googleapis.com',
  },
]

void t.test('locations', async t => {
  for (const { name, changes, location, host } of places) {
    const url = vertexUrl(target({ ...changes, vertex: { project: 'p', location, credentials: undefined } }), {
      resource: 'publishers/google/models/m',
      method: 'do',
      streams: false,
    })
    t.equal(new URL(url).host, host, name)
  }
  for (const location of ['evil.example/', 'US-EAST5', 'a b', '1-a']) {
    t.throws(() => placeOf(target({}, location)), { message: /Invalid vertex_location format/ }, location)
  }
})

void t.test('how a model is spoken to', async t => {
  const table: readonly [model: string, speech: Speech][] = [
    ['gemini-2.5-flash', 'gemini'],
    ['gemini/987', 'gemini'],
    ['123', 'gemini'],
    ['claude-sonnet-4-5@20250929', 'claude'],
    ['meta/llama-3.3-70b-instruct-maas', 'openai'],
    ['openai/gpt-oss-120b-maas', 'openai'],
    ['google/gemma-4-26b-a4b-it-maas', 'openai'],
    ['mistral-large-2411', 'openai'],
    ['jamba-1.5', 'openai'],
    ['meta/other', null],
    ['agent_engine/1', null],
    ['bge/1', null],
    ['xai/grok-4', 'openai'],
    ['openai/5464397967697903616', 'openai'],
    ['gemma/gemma-3-12b-it', null],
    ['text-bison', null],
  ]
  for (const [model, speech] of table) t.equal(speechOf(model, undefined, true), speech, model)
  t.equal(speechOf('123', undefined, false), null, 'a number needs an address')
  t.equal(speechOf('mine', 'gemini-2.5-pro', true), null, 'a name behind which LiteLLM looks')
})

void t.test('settings: parameters first, then LiteLLM’s settings, then the environment', async t => {
  const env = { VERTEXAI_PROJECT: 'env', VERTEXAI_LOCATION: 'env-1', VERTEXAI_CREDENTIALS: '/env.json' }
  t.equal(vertexSettings('gemini', { vertex_project: 'p' }, {}, env), undefined)
  t.same(vertexSettings('vertex_ai', {}, undefined, env), {
    project: 'env',
    location: 'env-1',
    credentials: '/env.json',
  })
  t.match(vertexSettings('vertex_ai', {}, { vertex_project: 'all', vertex_location: 'all-1' }, env), {
    project: 'all',
    location: 'all-1',
  })
  const own = { vertex_ai_project: 'own', vertex_location: 'own-1', vertex_credentials: { type: 'service_account' } }
  t.same(vertexSettings('vertex_ai', own, { vertex_project: 'all' }, env), {
    project: 'own',
    location: 'own-1',
    credentials: { type: 'service_account' },
  })
  t.same(vertexSettings('vertex_ai', {}, undefined, {}), {
    project: undefined,
    location: undefined,
    credentials: undefined,
  })
})
