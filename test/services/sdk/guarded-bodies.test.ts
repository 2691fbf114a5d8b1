import t from 'tap'
import { clientKey, startWithSimulator } from '../../support/sdk-worker.ts'

const routes = ['/v1/completions', '/v1/embeddings', '/v1/responses', '/v1/messages/count_tokens']

for (const path of routes) {
  t.test(`${path}: a body names neither the address nor the key`, async t => {
    const worker = await startWithSimulator(t)
    for (const body of [{ api_base: 'http://127.0.0.1:1' }, { api_key: 'sk-another' }]) {
      const answer = await fetch(worker.base + path, {
        method: 'POST',
        headers: { authorization: `Bearer ${clientKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ model: 'gpt', input: 'x', prompt: 'x', messages: [], ...body }),
      })
      t.ok([400, 401].includes(answer.status), `${Object.keys(body).join()}: ${answer.status}`)
      t.match(await answer.text(), new RegExp(Object.keys(body).join()), 'the parameter is named')
    }
  })
}
