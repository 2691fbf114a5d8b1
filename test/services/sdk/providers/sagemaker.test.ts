import t from 'tap'
import { litellmSchema } from '../../../../config/litellm-schema.ts'
import { createCatalogue } from '../../../../services/sdk/deployments.ts'
import { firstWords } from '../../../../services/sdk/providers/amazon/first-words.ts'
import { translatorFor } from '../../../../services/sdk/providers/registry.ts'
import type {
  JsonObject,
  ProviderRequest,
  StreamTranslator,
  Target,
} from '../../../../services/sdk/providers/translator.ts'
import { chunksOf, context } from './fixtures.ts'

type Env = Readonly<Record<string, string>>

const keys = { aws_access_key_id: 'a', aws_secret_access_key: 's' }
const user = { role: 'user', content: 'hi' }

function deployed(model: string, params: JsonObject = {}, env: Env = {}): Target {
  const model_list = [{ model_name: 'm', litellm_params: { model, ...keys, ...params } }]
  const [deployment] = createCatalogue(litellmSchema.parse({ model_list }), env).all
  if (!deployment) throw new Error('there is no deployment')
  return deployment.target
}

function asked(model: string, chat: JsonObject = {}, params: JsonObject = {}, env: Env = {}): ProviderRequest {
  const target = deployed(model, params, env)
  const made = translatorFor(target.provider)?.request({ messages: [user], ...chat }, target)
  if (!made) throw new Error(`${model} is not served`)
  return made
}

const stream = (model: string): StreamTranslator => {
  const target = deployed(model)
  const made = translatorFor(target.provider)?.stream({ messages: [user] }, target, context)
  if (!made) throw new Error(`${model} is not served`)
  return made
}

/** What an event becomes, or what it throws. */
function fault(model: string, event: string, data: string): unknown {
  try {
    return stream(model).push({ event, data })
  } catch (error) {
    return error
  }
}

t.test('addresses', async t => {
  const region = { aws_region_name: 'eu-west-1' }
  const host = 'https://runtime.sagemaker.eu-west-1.amazonaws.com/endpoints'
  const table: [string, ProviderRequest, string, string][] = [
    ['whole', asked('sagemaker/e', {}, region), `${host}/e/invocations`, 'eu-west-1'],
    [
      'streamed',
      asked('sagemaker_chat/e', { stream: true }, region),
      `${host}/e/invocations-response-stream`,
      'eu-west-1',
    ],
    [
      'in China',
      asked('sagemaker_nova/e', {}, { aws_region_name: 'cn-north-1' }),
      'https://runtime.sagemaker.cn-north-1.amazonaws.com.cn/endpoints/e/invocations',
      'cn-north-1',
    ],
    ['no name', asked('sagemaker/a/../b', {}, region), `${host}/a%2F..%2Fb/invocations`, 'eu-west-1'],
    [
      'elsewhere',
      asked('sagemaker/e', { stream: true }, { sagemaker_base_url: 'http://h/x' }),
      'http://h/x',
      'us-west-2',
    ],
  ]
  for (const [name, { url, signing }, want, signedFor] of table) {
    t.equal(url, want, name)
    t.same(signing, { service: 'sagemaker', region: signedFor }, name)
  }
})

t.test('regions and tokens of the environment', async t => {
  const env = { AWS_REGION: 'a-a-1', AWS_REGION_NAME: 'b-b-1', AWS_BEARER_TOKEN_BEDROCK: 'token' }
  t.match(asked('sagemaker/e', {}, {}, env).signing, { region: 'a-a-1' }, 'a signature, whatever token there is')
  t.match(asked('sagemaker_chat/e', {}, {}, env), { headers: { authorization: 'Bearer token' }, url: /b-b-1/ })
  t.match(asked('sagemaker_chat/e', {}, { api_key: 'k' }).signing, { region: 'us-west-2' }, 'a key is none')
})

t.test('bodies', async t => {
  const params = { model_id: 'part', hf_model_name: 'name' }
  const chat = asked('sagemaker_chat/e', { temperature: 0 }, params)
  t.same(chat.body, { model: 'name', messages: [user], temperature: 0, stream: false })
  t.match(chat.headers, { 'x-amzn-sagemaker-inference-component': 'part' })
  t.notOk('model' in asked('sagemaker_nova/e').body)
  const text = asked('sagemaker/e', { temperature: 0, max_tokens: 0, n: 2, stop: 'x', foo: 1 }, params)
  const parameters = { stop: 'x', temperature: 0.01, best_of: 2, do_sample: true, max_new_tokens: 1, foo: 1 }
  t.same(text.body, { parameters, inputs: 'hi' })
  t.match(asked('sagemaker/llama-2-7b-chat').body, { inputs: '<s>[INST] hi [/INST]\n' })
})

t.test('a stream of texts', async t => {
  const texts = stream('sagemaker/e')
  const push = (event: JsonObject): unknown[] => chunksOf(texts.push({ event: '', data: JSON.stringify(event) }))
  t.same(push({ token: { text: '<' } }), [], 'it may be a mark')
  t.same(push({ token: { text: 's>' } }), [], 'it is one')
  t.match(push({ token: { text: ' Hi' } }), [{ choices: [{ delta: { content: 'Hi' } }] }])
  t.match(push({ token: { text: ' you' } }), [{ choices: [{ delta: { content: ' you' } }] }])
  t.ok(texts.end().complete)
  t.throws(() => push({ error: 'out of memory' }), /out of memory/)
})

t.test('streams that go wrong', async t => {
  t.match(fault('sagemaker_chat/e', 'exception:ModelStreamError', '{}'), { status: 424, type: null })
  t.match(fault('sagemaker_nova/e', 'exception:InternalStreamFailure', '{}'), { status: 500, type: null })
  t.match(fault('sagemaker/e', 'malformed', 'x'), { status: 500, message: /Unable to parse stream event: x/ })
  t.match(fault('sagemaker/e', 'truncated', ''), { status: 500, message: /no events/ })
  t.same(fault('sagemaker/e', 'ping', ''), [])
})

t.test('first words', async t => {
  const table: [pieces: string[], told: string[]][] = [
    [
      ['Hello', ' you '],
      ['Hello', ' you '],
    ],
    [
      [' ', ' Hello '],
      ['', 'Hello'],
    ],
    [
      ['a', 'b'],
      ['', 'ab'],
    ],
    [
      ['<s> Hi', ' you', '</s>'],
      ['', 'Hi you', '</s>'],
    ],
  ]
  for (const [pieces, told] of table) {
    const read = firstWords()
    t.same(
      pieces.map(piece => read(piece)),
      told,
      pieces.join('|'),
    )
  }
  const short = firstWords()
  t.equal(short('a'), '')
  t.equal(short('', true), 'a', 'nothing is lost')
})
