import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import t from 'tap'
import type { Test } from 'tap'
import { buildStandIn, standInNotice } from '../../ops/litellm/stand-in.ts'

const key = 'sk-test-stand-in'

function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A stand-in and the OpenAI-like provider behind it, which `answer` plays. */
async function start(t: Test, answer: (req: IncomingMessage, res: ServerResponse) => void): Promise<string> {
  const provider = createServer(answer).listen(0, '127.0.0.1')
  await once(provider, 'listening')
  const config = `model_list:
  - { model_name: gpt, litellm_params: { model: openai/gpt-real, api_base: '${originOf(provider)}/v1', api_key: os.environ/PROVIDER_KEY } }
  - { model_name: claude, litellm_params: { model: anthropic/claude-real, api_key: x } }
general_settings: { master_key: os.environ/LITELLM_MASTER_KEY }
router_settings: { model_group_alias: { other: gpt } }
`
  const configPath = join(t.testdir({ 'config.yaml': config }), 'config.yaml')
  const app = buildStandIn({ configPath, env: { LITELLM_MASTER_KEY: key, PROVIDER_KEY: 'provider-key' } })
  await app.listen({ host: '127.0.0.1', port: 0 })
  t.teardown(async () => {
    await app.close()
    provider.closeAllConnections()
    provider.close()
  })
  return originOf(app.server)
}

async function chat(origin: string, body: object, init: RequestInit = {}): Promise<Response> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  return await fetch(`${origin}/v1/chat/completions`, { method: 'POST', headers, body: JSON.stringify(body), ...init })
}

const unused = (_: IncomingMessage, res: ServerResponse): void => void res.destroy()

void t.test('every answer says what it is', async t => {
  const origin = await start(t, unused)
  const authorization = `Bearer ${key}`
  const cases: { path: string; headers?: Record<string, string>; method?: string; status: number }[] = [
    { path: '/health', status: 200 },
    { path: '/health/liveliness', status: 200 },
    { path: '/health/readiness', status: 200 },
    { path: '/v1/models', headers: { authorization }, status: 200 },
    { path: '/v1/models', headers: { 'x-api-key': key }, status: 200 },
    { path: '/v1/models', status: 401 },
    { path: '/v1/models', headers: { authorization: 'Bearer nope' }, status: 401 },
    { path: '/v1/messages', method: 'POST', headers: { authorization }, status: 501 },
    { path: '/v1/chat/completions', method: 'POST', headers: { authorization }, status: 400 },
  ]
  for (const { path, status, ...init } of cases) {
    const answer = await fetch(`${origin}${path}`, init)
    const name = `${init.method ?? 'GET'} ${path} ${status}`
    t.equal(answer.status, status, name)
    t.equal(answer.headers.get('x-crossfade-litellm'), 'stand-in', name)
    t.match(await answer.json(), { stand_in: true }, name)
  }
})

void t.test('an OpenAI-wire model is passed through', async t => {
  const origin = await start(t, (req, res) => {
    const { url, headers } = req
    res.writeHead(418, { 'content-type': 'application/json', 'set-cookie': 'a=b' })
    void json(req).then(body => res.end(JSON.stringify({ url, authorization: headers.authorization, body })))
  })
  for (const model of ['gpt', 'other']) {
    const answer = await chat(origin, { model, messages: [], temperature: 0.5 })
    t.equal(answer.status, 418)
    t.equal(answer.headers.get('x-crossfade-litellm'), 'stand-in')
    t.equal(answer.headers.get('set-cookie'), null)
    t.strictSame(await answer.json(), {
      url: '/v1/chat/completions',
      authorization: 'Bearer provider-key',
      body: { model: 'gpt-real', messages: [], temperature: 0.5 },
    })
  }
})

void t.test('a client that leaves closes the provider', async t => {
  const closed = Promise.withResolvers<void>()
  const origin = await start(t, (_, res) => {
    res.on('close', closed.resolve)
    res.writeHead(200, { 'content-type': 'text/event-stream' })
    res.write('data: {"n":1}\n\n')
  })
  const leave = new AbortController()
  const answer = await chat(origin, { model: 'gpt', stream: true }, { signal: leave.signal })
  const { value } = await answer.body!.getReader().read()
  t.equal(Buffer.from(value).toString(), 'data: {"n":1}\n\n', 'the first event comes before the last')
  leave.abort()
  await closed.promise
})

void t.test('other models get a fixed text', async t => {
  const origin = await start(t, unused)
  const plain = (await (await chat(origin, { model: 'claude', messages: [] })).json()) as object
  t.match(plain, {
    object: 'chat.completion',
    model: 'claude',
    stand_in: true,
    choices: [{ message: { content: standInNotice } }],
  })
  const stream = await chat(origin, { model: 'claude', messages: [], stream: true })
  t.match(stream.headers.get('content-type'), 'text/event-stream')
  const events = (await stream.text()).trim().split('\n\n')
  t.equal(events.pop(), 'data: [DONE]')
  const chunks = events.map(event => JSON.parse(event.replace('data: ', '')) as object)
  t.match(chunks, [
    { stand_in: true, choices: [{ delta: { role: 'assistant', content: standInNotice } }] },
    { stand_in: true, choices: [{ finish_reason: 'stop' }] },
  ])
})

void t.test('a provider that cannot be reached is an error that names the stand-in', async t => {
  const origin = await start(t, unused)
  const answer = await chat(origin, { model: 'gpt', messages: [] })
  t.equal(answer.status, 500)
  t.match(await answer.json(), { stand_in: true, error: { message: /stand-in/ } })
})
