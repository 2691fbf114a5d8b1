import t from 'tap'
import { strayAnswer } from '../../../services/sdk/stray-requests.ts'

const asked = { origin: 'https://x.example.com', 'access-control-request-method': 'POST' }

t.test('what is asked in another way than it is served', async t => {
  const cases: readonly (readonly [method: string, url: string, status: number | null, more?: object])[] = [
    ['GET', '/v1/chat/completions', 405, { headers: { allow: 'POST' }, body: { detail: 'Method Not Allowed' } }],
    ['GET', '/engines/gpt/completions', 405],
    ['PUT', '/v1/models/gpt', 405, { headers: { allow: 'GET' } }],
    ['OPTIONS', '/v1/messages', 405],
    ['OPTIONS', '/health/readiness', 200, { headers: { allow: 'GET, OPTIONS' } }],
    ['POST', '/v1/messages/?beta=true', 307, { headers: { location: 'http://here/v1/messages?beta=true' } }],
    ['GET', '/v1/models/', 307, { headers: { location: 'http://here/v1/models' } }],
    // LiteLLM passes these on to OpenAI, or may know them.
    ['GET', '/openai/deployments/gpt/embeddings', null],
    ['HEAD', '/openai/deployments/gpt/embeddings', 405],
    ['GET', '/nope', null],
    ['POST', '/nope/', null],
    ['GET', '/', null],
  ]
  for (const [method, url, status, more = {}] of cases) {
    const answer = strayAnswer(method, url, { host: 'here' })
    t.equal(answer?.status ?? null, status, `${method} ${url}`)
    if (answer) t.match(answer, more, `${method} ${url}`)
  }
})

t.test('what a browser asks before it asks', async t => {
  t.match(strayAnswer('OPTIONS', '/nope', asked), { status: 200, body: 'OK' })
  t.match(strayAnswer('OPTIONS', '/v1/messages', { ...asked, 'access-control-request-headers': 'x-foo' }), {
    headers: { 'access-control-allow-headers': 'x-foo', 'access-control-max-age': '600' },
  })
  t.match(strayAnswer('OPTIONS', '/nope', { ...asked, 'access-control-request-method': 'FOO' }), {
    status: 400,
    body: 'Disallowed CORS method',
  })
})
