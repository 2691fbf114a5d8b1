import t from 'tap'
import { translatorOf } from '../../../../services/sdk/providers/registry.ts'
import { ociSchema } from '../../../../services/sdk/providers/oci/schema.ts'
import { type JsonObject, type ProviderRequest, type Target } from '../../../../services/sdk/providers/translator.ts'
import { target } from './fixtures.ts'

const user = { role: 'user', content: 'hi' }
const tool = {
  type: 'function',
  function: { name: 'f', parameters: { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] } },
}

function asked(provider: string, model: string, chat: JsonObject, more: Partial<Target> = {}): ProviderRequest {
  const where = target(provider, model, more)
  const translator = translatorOf(where)
  if (translator === null) throw new Error(`${provider} is not served`)
  return translator.request({ messages: [user], ...chat }, where)
}

const ibm = { project_id: 'p', zen_api_key: 'z' }
const oracle = {
  oci_user: 'u',
  oci_fingerprint: 'f',
  oci_tenancy: 't',
  oci_compartment_id: 'ocid1.compartment.oc2..x',
  oci_key: 'pem',
}

t.test('where each provider is asked', async t => {
  const table: [name: string, request: ProviderRequest, url: string][] = [
    [
      'watsonx',
      asked('watsonx', 'm', {}, { defaults: ibm }),
      'http://provider.test/ml/v1/text/chat?version=2024-03-13',
    ],
    [
      'watsonx, streamed, at a deployment',
      asked('watsonx', 'deployment/d', { stream: true }, { apiVersion: '2025-01-01' }),
      'http://provider.test/ml/v1/deployments/d/text/chat_stream?version=2025-01-01',
    ],
    [
      'predibase',
      asked('predibase', 'm', {}, { defaults: { predibase_tenant_id: 'x' } }),
      'http://provider.test/x/deployments/v2/llms/m/generate',
    ],
    [
      'triton, streamed',
      asked('triton', 'm', { stream: true }, { apiBase: 'http://t/generate' }),
      'http://t/generate_stream',
    ],
    ['nlp cloud', asked('nlp_cloud', 'm', {}, { apiBase: 'http://n/gpu/' }), 'http://n/gpu/m/generation'],
    ['langgraph', asked('langgraph', 'agent', { stream: true }), 'http://provider.test/runs/stream'],
    ['langflow', asked('langflow', 'a flow', {}), 'http://provider.test/api/v1/run/a%20flow'],
    ['cohere v1', asked('cohere', 'v1/m', {}, { apiBase: 'http://c/v1/chat' }), 'http://c/v1/chat'],
    [
      'oracle, by its realm',
      asked('oci', 'meta.m', {}, { apiBase: '', defaults: { ...oracle, oci_region: 'us-luke-1' } }),
      'https://inference.generativeai.us-luke-1.oci.oraclegovcloud.com/20231130/actions/chat',
    ],
  ]
  for (const [name, { url }, want] of table) t.equal(url, want, name)
})

t.test('as whom', async t => {
  const { headers } = asked('watsonx', 'm', { token: 'of the client' }, { defaults: ibm })
  t.equal(headers['authorization'], 'ZenApiKey z', 'a client names no token')
  const granted = asked('watsonx', 'm', {}, { defaults: { project_id: 'p' } })
  t.match(granted.grant, { url: 'https://iam.cloud.ibm.com/identity/token', form: { apikey: 'key' } })
  t.notOk('authorization' in granted.headers)
  t.match(asked('gigachat', 'm', {}).grant, { headers: { authorization: 'Basic key' }, idHeader: 'rquid' })
  t.match(asked('oci', 'meta.m', {}, { defaults: oracle }).ociKey, { id: 't/u/f', pem: 'pem' })
})

t.test('what is refused, and what is left to the other backend', async t => {
  t.throws(() => asked('watsonx', 'm', {}), { message: /project_id and space_id/ })
  t.throws(() => asked('watsonx', 'm', { top_k: 1 }, { defaults: ibm }), { message: /use the `watsonx_text` provider/ })
  t.throws(() => asked('predibase', 'm', {}), { message: /Missing Predibase Tenant ID/ })
  t.throws(() => asked('triton', 'm', {}), { message: /Invalid Triton API base/ })
  t.throws(() => asked('oci', 'meta.m', {}), { message: /Missing required parameters/ })
  t.throws(() => asked('langflow', 'm', { tweaks: {} }), { message: /tweaks cannot be set/ })
  t.throws(() => asked('nlp_cloud', 'm', { stream: true }), { message: /does not read the streams/ })
  t.throws(() => asked('oobabooga', 'm', { stream: true }), { message: /does not read the streams/ })
  t.throws(() => asked('oci', 'cohere.m', {}, { defaults: oracle }), { message: /does not ask Cohere/ })
  const image = [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'http://i' } }] }]
  t.throws(() => asked('gigachat', 'm', { messages: image }), { message: /does not upload images/ })
})

t.test('tools in the words of each', async t => {
  const parameters = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] }
  t.strictSame(asked('cohere', 'v1/m', { tools: [tool] }).body['tools'], [
    { name: 'f', description: '', parameter_definitions: { a: { description: '', type: 'string', required: true } } },
  ])
  t.match(asked('gigachat', 'm', { tools: [tool], tool_choice: 'required' }).body, {
    functions: [{ name: 'f', description: '', parameters }],
    function_call: 'auto',
  })
  t.match(asked('oci', 'meta.m', { tools: [tool], tool_choice: 'none' }, { defaults: oracle }).body['chatRequest'], {
    tools: [{ type: 'FUNCTION', name: 'f', description: '', parameters }],
    toolChoice: { type: 'NONE' },
  })
  const strict = { ...tool, function: { ...tool.function, strict: true } }
  t.strictSame(asked('watsonx', 'm', { tools: [strict], tool_choice: 'auto' }, { defaults: ibm }).body['tools'], [tool])
})

t.test('a conversation for Cohere’s first chat', async t => {
  const call = { id: 'c', type: 'function', function: { name: 'f', arguments: '{"a":1}' } }
  const messages = [
    { role: 'developer', content: 'D' },
    { role: 'user', content: 'a' },
    { role: 'user', content: 'b' },
    { role: 'assistant', tool_calls: [call] },
    { role: 'tool', tool_call_id: 'c', content: 'rain' },
  ]
  const called = { name: 'f', parameters: { a: 1 } }
  t.match(asked('cohere', 'v1/m', { messages }).body, {
    chat_history: [
      { role: 'SYSTEM', message: 'D' },
      { role: 'USER', message: 'ab' },
      { role: 'CHATBOT', message: '', tool_calls: [called] },
    ],
    tool_results: [{ call: called, outputs: [{ result: 'rain' }] }],
  })
})

t.test('schemas as Oracle takes them', async t => {
  const table: [string, JsonObject, JsonObject][] = [
    ['titles and empty defaults', { title: 'T', default: null, type: 'object' }, { type: 'object' }],
    [
      'references, one within itself',
      {
        $defs: { n: { type: 'object', properties: { n: { $ref: '#/$defs/n' } } } },
        properties: { a: { $ref: '#/$defs/n' } },
      },
      { properties: { a: { type: 'object', properties: { n: { type: 'object' } } } } },
    ],
    [
      'alternatives',
      { anyOf: [{ type: 'null' }, { type: 'integer' }], description: 'd' },
      { description: 'd', type: 'integer' },
    ],
    ['several types', { type: ['null', 'string'] }, { type: 'string' }],
    ['lists of anything', { type: 'array' }, { type: 'array', items: { type: 'object' } }],
    [
      'what is not there is not required',
      { type: 'object', properties: { a: {} }, required: ['a', 'b'] },
      { type: 'object', properties: { a: {} }, required: ['a'] },
    ],
  ]
  for (const [name, schema, want] of table) t.strictSame(ociSchema(schema), want, name)
})
