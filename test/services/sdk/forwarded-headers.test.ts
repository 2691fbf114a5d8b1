import t from 'tap'
import { projectVersion } from '../../../config/environment.ts'
import { ask, clientKey, providerKey, startWithSimulator, supermemoryKey, without } from '../../support/sdk-worker.ts'

const chat = '/v1/chat/completions'

const memoryCases: { name: string; model: string; headers: Record<string, string>; user: string; key?: string }[] = [
  { name: 'nobody known', model: 'gpt', headers: {}, user: 'nobody' },
  { name: 'the custom header', model: 'gpt', headers: { 'x-memory-user-id': 'ann' }, user: 'ann' },
  { name: 'a pattern', model: 'claude', headers: { 'user-agent': 'claude-cli/2.1 (external)' }, user: 'claude-code' },
  {
    name: 'the custom header before a pattern',
    model: 'claude',
    headers: { 'user-agent': 'claude-cli/2.1', 'X-Memory-User-Id': 'ann' },
    user: 'ann',
  },
  { name: 'a forged user id', model: 'gpt', headers: { 'x-sm-user-id': 'victim' }, user: 'nobody' },
  { name: 'a model at Supermemory', model: 'remembering', headers: {}, user: 'nobody', key: supermemoryKey },
  {
    name: 'a forged key at Supermemory',
    model: 'remembering',
    headers: { 'x-supermemory-api-key': 'forged', 'x-sm-user-id': 'victim' },
    user: 'nobody',
    key: supermemoryKey,
  },
]

t.test('the provider is told whose request it is, and Supermemory alone gets its key', async t => {
  const worker = await startWithSimulator(t)
  for (const { name, model, headers, user, key } of memoryCases) {
    for (const path of model === 'gpt' ? [chat] : [chat, '/v1/messages']) {
      const answer = await worker.post(path, ask(model), { headers })
      t.equal(answer.status, 200, `${name}: ${path}`)
      const sent = worker.received().headers
      t.equal(sent['x-sm-user-id'], user, `${name}: ${path}`)
      t.equal(sent['x-supermemory-api-key'], key, `${name}: ${path}`)
    }
  }
})

t.test('without mappings memory routing adds nothing', async t => {
  const worker = await startWithSimulator(t, config => without(config, 'user_id_mappings'))
  await worker.post(chat, ask('remembering'), { headers: { 'x-memory-user-id': 'ann' } })
  const sent = worker.received().headers
  t.equal(sent['x-sm-user-id'], undefined)
  t.equal(sent['x-supermemory-api-key'], undefined)
})

const clientHeaders: { name: string; value: string; passes: boolean }[] = [
  { name: 'x-team', value: 'red', passes: true },
  { name: 'x-session-id', value: 's1', passes: true },
  { name: 'anthropic-beta', value: 'context-1m-2025-08-07', passes: true },
  { name: 'x-stainless-lang', value: 'js', passes: false },
  { name: 'x-stainless-retry-count', value: '1', passes: false },
  { name: 'x-api-key', value: clientKey, passes: false },
  { name: 'x-goog-api-key', value: clientKey, passes: false },
  { name: 'x-litellm-api-key', value: clientKey, passes: false },
  { name: 'api-key', value: clientKey, passes: false },
  { name: 'authorization', value: `Bearer ${clientKey}`, passes: false },
  { name: 'x-crossfade-backend', value: 'sdk', passes: false },
  { name: 'x-crossfade-request-id', value: 'r1', passes: false },
  { name: 'x-forwarded-for', value: '10.0.0.1', passes: false },
  { name: 'forwarded', value: 'for=10.0.0.1', passes: false },
  { name: 'via', value: '1.1 somebody', passes: false },
  { name: 'cookie', value: 'a=b', passes: false },
  { name: 'traceparent', value: '00-1', passes: false },
  { name: 'user-agent', value: 'tester/1', passes: false },
  { name: 'openai-organization', value: 'org-1', passes: false },
]

t.test('client headers: x-* and anthropic-beta pass, but nothing private, internal or hearsay', async t => {
  const worker = await startWithSimulator(t)
  for (const model of ['gpt', 'claude']) {
    for (const { name, value, passes } of clientHeaders) {
      t.equal((await worker.post(chat, ask(model), { headers: { [name]: value } })).status, 200, `${model}: ${name}`)
      const sent = worker.received().headers[name]
      if (passes) t.equal(sent, value, `${model}: ${name} passes`)
      else t.not(sent, value, `${model}: ${name} does not pass`)
    }
  }
  t.notOk(JSON.stringify(worker.simulator.recorder.list()).includes(clientKey), 'the client’s key stays here')
})

t.test('with forwarding off, nothing of the client’s passes but who it is', async t => {
  const worker = await startWithSimulator(t, config => ({
    ...config,
    general_settings: { ...config.general_settings, forward_client_headers_to_llm_api: false },
  }))
  await worker.post(chat, ask('gpt'), { headers: { 'x-team': 'red', 'x-memory-user-id': 'ann' } })
  t.equal(worker.received().headers['x-team'], undefined)
  t.equal(worker.received().headers['x-memory-user-id'], undefined)
  t.equal(worker.received().headers['x-sm-user-id'], 'ann')
})

t.test('extra_headers of the configuration win over the client’s', async t => {
  const worker = await startWithSimulator(t, config => ({
    ...config,
    model_list: config.model_list.map(entry => ({
      ...entry,
      litellm_params: { ...entry.litellm_params, extra_headers: { 'X-Team': 'configured' } },
    })),
  }))
  for (const model of ['gpt', 'claude']) {
    await worker.post(chat, ask(model), { headers: { 'x-team': 'red' } })
    t.equal(worker.received().headers['x-team'], 'configured')
  }
})

t.test('the provider is told which software calls; the configuration may say otherwise', async t => {
  const worker = await startWithSimulator(t)
  for (const model of ['gpt', 'claude']) {
    await worker.post(chat, ask(model))
    t.equal(worker.received().headers['user-agent'], `crossfade/${projectVersion}`)
  }
  const named = await startWithSimulator(t, config => ({
    ...config,
    model_list: config.model_list.map(entry => ({
      ...entry,
      litellm_params: { ...entry.litellm_params, extra_headers: { 'User-Agent': 'our-gateway/2' } },
    })),
  }))
  await named.post(chat, ask('claude'))
  t.equal(named.received().headers['user-agent'], 'our-gateway/2')
})

t.test('the provider gets its own key in its own header', async t => {
  const worker = await startWithSimulator(t)
  await worker.post(chat, ask('gpt'))
  t.equal(worker.received().headers.authorization, `Bearer ${providerKey}`)
  await worker.post(chat, ask('claude'))
  t.equal(worker.received().headers['x-api-key'], providerKey)
  t.equal(worker.received().headers.authorization, undefined)
})

t.test('a body cannot choose where a call goes or with which key', async t => {
  const worker = await startWithSimulator(t)
  for (const model of ['gpt', 'claude']) {
    const more = { api_base: 'http://127.0.0.1:1', base_url: 'http://127.0.0.1:1', api_key: 'stolen' }
    await worker.post(chat, ask(model, 'Hi', more))
    const received = JSON.stringify(worker.simulator.recorder.list().at(-1) ?? 'refused')
    t.notMatch(received, /127\.0\.0\.1:1"|stolen/, model)
  }
})
