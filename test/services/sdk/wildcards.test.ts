import { writeFileSync } from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { loadLitellmConfig } from '../../../config/load.ts'
import { litellmSchema } from '../../../config/litellm-schema.ts'
import { createCatalogue } from '../../../services/sdk/deployments.ts'
import { startSdkWorker } from '../../support/sdk-worker.ts'

const names = ['openai/*', 'openai/gpt-4*', 'mine/*/of/*', 'exact']
const models = ['openai/*', 'openai/gpt-4*', 'anthropic/*-*', 'openai/gpt-5']
const config = litellmSchema.parse({
  model_list: names.map((model_name, index) => ({
    model_name,
    litellm_params: { model: models[index], api_key: 'k' },
    model_info: { id: model_name },
  })),
})

const found: { name: string; id?: string; model?: string }[] = [
  { name: 'openai/gpt-5', id: 'openai/*', model: 'openai/gpt-5' },
  { name: 'openai/gpt-4.1', id: 'openai/gpt-4*', model: 'openai/gpt-4.1' },
  { name: 'gpt-4.1', id: 'openai/gpt-4*', model: 'openai/gpt-4.1' },
  { name: 'mine/a/of/b', id: 'mine/*/of/*', model: 'anthropic/a-b' },
  { name: 'exact', id: 'exact', model: 'openai/gpt-5' },
  { name: 'openai/$&', id: 'openai/*', model: 'openai/$&' },
  { name: 'nobody' },
]

for (const { name, id, model } of found) {
  t.test(`${name} is ${id ?? 'nobody’s'}`, async t => {
    const [deployment] = createCatalogue(config, {}).find(name)
    t.equal(deployment?.id, id)
    t.equal(deployment?.model, model)
  })
}

t.test('a deployment can be asked for by its id', async t => {
  t.equal(createCatalogue(config, {}).find('exact')[0]?.target.model, 'gpt-5')
})

t.test('an id that is not given is LiteLLM’s hash of the entry as it is written', async t => {
  const file = path.join(t.testdir(), 'config.yaml')
  const params = 'model: anthropic/claude-sonnet-4-5-20250929, api_base: "http://127.0.0.1:18911/s/200", api_key: k'
  writeFileSync(file, `model_list: [{model_name: claude, litellm_params: {${params}}}]\n`)
  const [deployment] = createCatalogue(loadLitellmConfig(file, {}).config, {}).all
  t.equal(deployment?.id, 'dbf8dc5e8b4d873ddc29fedba58b321e696fb1f376eb69a71c4f2512e5d6a2c4')
})

t.test('lists name what wildcards stand for; deployments are told without keys and headers', async t => {
  const worker = await startSdkWorker(t, {
    config: litellmSchema.parse({
      model_list: [
        { model_name: 'anthropic/*', litellm_params: { model: 'anthropic/*', api_key: 'key-secret' } },
        {
          model_name: 'gpt',
          litellm_params: { model: 'openai/gpt-5', api_key: 'key-secret', extra_headers: { a: 'header-secret' } },
        },
      ],
      router_settings: { model_group_alias: { al: 'gpt' } },
    }),
  })
  const get = async (path: string): Promise<{ status: number; text: string; body: Listing }> => {
    const answer = await fetch(worker.base + path)
    const text = await answer.text()
    return { status: answer.status, text, body: JSON.parse(text) as Listing }
  }
  const list = (await get('/v1/models')).body.data.map(({ id }) => id)
  t.strictSame(list.slice(0, 2), ['al', 'gpt'])
  t.ok(list.includes('anthropic/claude-sonnet-4-5'))
  t.notOk(list.includes('anthropic/*'))
  t.ok((await get('/v1/models?return_wildcard_routes=true')).body.data.some(({ id }) => id === 'anthropic/*'))

  t.match((await get('/v1/models/gpt')).body, {
    id: 'gpt',
    owned_by: 'openai',
    mode: 'chat',
    max_input_tokens: 272_000,
  })
  t.match(await get('/v1/models/al'), { status: 404, body: { detail: "Model 'al' not found in router configuration" } })
  t.match(await get('/v1/models/nope'), { status: 404, body: { detail: /^The model `nope` does not exist/ } })

  const info = await get('/v1/model/info')
  t.notMatch(info.text, /secret/)
  t.match(info.body.data[0], {
    model_name: 'gpt',
    model_info: { key: 'gpt-5', mode: 'chat', input_cost_per_token: 1.25e-6 },
  })
  t.ok(info.body.data.some(entry => entry.model_name === 'anthropic/claude-sonnet-4-5'))
  t.match((await get('/model_group/info?model_group=gpt')).body.data, [
    { model_group: 'gpt', providers: ['openai'], max_output_tokens: 128_000, supports_vision: true },
  ])
})

interface Listing {
  readonly data: { readonly id?: string; readonly model_name?: string }[]
}
