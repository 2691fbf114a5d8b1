import t from 'tap'
import { routeLabel, sdkRoutes, sdkServes } from '../../../services/shared/capabilities.ts'

const labels: [path: string, label: string][] = [
  ['/v1/chat/completions', 'chat_completions'],
  ['/chat/completions', 'chat_completions'],
  ['/openai/deployments/m/chat/completions', 'chat_completions'],
  ['/v1/completions', 'completions'],
  ['/v1/messages', 'messages'],
  ['/v1/messages/count_tokens', 'count_tokens'],
  ['/v1/responses', 'responses'],
  ['/v1/responses/r_1/input_items', 'responses'],
  ['/v1/embeddings', 'embeddings'],
  ['/v1/models', 'models'],
  ['/v1/models/gpt-5', 'models'],
  ['/model/info', 'model_info'],
  ['/v1/model/info', 'model_info'],
  ['/model_group/info', 'model_info'],
  ['/health', 'health'],
  ['/health/liveliness', 'health'],
  ['/healthz', 'other'],
  ['/memory-routing/info', 'memory_routing'],
  ['/v1/chat/completions/', 'other'],
  ['/key/generate', 'other'],
  ['/', 'other'],
  ['', 'other'],
]

for (const [path, label] of labels) {
  t.test(`${path} is counted as ${label}`, async t => t.equal(routeLabel(path), label))
}

t.test('what the sdk backend serves, it serves with that method only', async t => {
  for (const route of sdkRoutes) {
    const [method = '', path = ''] = route.split(' ')
    t.equal(sdkServes(method, path), true, route)
    t.equal(sdkServes('HEAD', path), method === 'GET', `HEAD ${path}`)
    for (const other of ['PUT', 'DELETE', 'PATCH', 'OPTIONS']) t.equal(sdkServes(other, path), false)
    t.equal(sdkServes(method, `${path}/`), false)
  }
  t.equal(sdkServes('POST', '/v1/audio/speech'), false)
  t.equal(sdkServes('POST', '/engines/gpt-5/embeddings'), true, 'any model')
  t.equal(sdkServes('POST', '/engines/a/b/embeddings'), false, 'of one segment')
  t.equal(sdkServes('POST', '/engines//embeddings'), false)
  t.equal(sdkServes('POST', '/engines/gpt-5/chat/completions'), false)
})
