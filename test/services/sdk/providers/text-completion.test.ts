/** Legacy completions over chats that are not OpenAI's: what is said of streams, and whose name errors carry. */
import t from 'tap'
import { translatorFor } from '../../../../services/sdk/providers/registry.ts'
import { throughChat } from '../../../../services/sdk/providers/text-completion.ts'
import {
  type JsonObject,
  ProviderFault,
  type Target,
  type Translator,
} from '../../../../services/sdk/providers/translator.ts'
import { context, target } from './fixtures.ts'

function completing(provider: string): { wire: Translator; where: Target } {
  const chat = translatorFor(provider)
  if (chat === null) throw new Error(`${provider} is not served`)
  const defaults: JsonObject = { project_id: 'p', zen_api_key: 'z', predibase_tenant_id: 't' }
  return { wire: throughChat(chat), where: target(provider, 'm', { defaults, apiBase: 'http://n.test/generate' }) }
}

t.test('what is said of a stream that nobody has asked for', async t => {
  const table: [provider: string, asked: JsonObject, said: JsonObject][] = [
    ['watsonx', {}, { stream: false }],
    ['triton', {}, { stream: false }],
    ['watsonx_text', {}, {}],
    ['watsonx_text', { stream: true }, { stream: true }],
    ['langflow', { stream: true }, {}],
    ['gigachat', {}, {}],
    ['gigachat', { stream: false }, { stream: false }],
  ]
  for (const [provider, asked, said] of table) {
    const { wire, where } = completing(provider)
    const { body } = wire.request({ prompt: 'hi', ...asked }, where)
    t.same('stream' in body ? { stream: body['stream'] } : {}, said, `${provider} ${JSON.stringify(asked)}`)
  }
  const { wire, where } = completing('watsonx_text')
  t.notOk('stream' in (wire.request({ prompt: 'hi' }, where).body['parameters'] as JsonObject))
})

t.test('refusals', async t => {
  const table: [provider: string, status: number, message: string][] = [
    ['watsonx', 429, 'litellm.RateLimitError: RateLimitError: OpenAIException - no'],
    ['triton', 422, 'litellm.BadRequestError: OpenAIException - no'],
    ['text-completion-codestral', 404, 'litellm.NotFoundError: NotFoundError: OpenAIException - HTTPStatusError - no'],
    ['petals', 401, 'litellm.AuthenticationError: PetalsException - no'],
    ['nlp_cloud', 429, 'litellm.RateLimitError: NLPCloudException - no'],
  ]
  for (const [provider, status, message] of table) {
    const { wire, where } = completing(provider)
    const fault = wire.error(status, 'no', where)
    t.match({ message: fault.message, status: fault.status }, { message, status }, provider)
  }
})

t.test('answers that cannot be read', async t => {
  const table: [provider: string, raw: string, message: string][] = [
    ['watsonx', '<', 'litellm.APIConnectionError: APIConnectionError: OpenAIException - Expecting value: line 1'],
    ['triton', '<', 'litellm.APIError: APIError: OpenAIException - <'],
    ['petals', '<', "litellm.APIConnectionError: a bytes-like object is required, not 'NoneType'"],
    ['oobabooga', '<', 'litellm.APIConnectionError: OobaboogaException - <'],
  ]
  for (const [provider, raw, message] of table) {
    const { wire, where } = completing(provider)
    t.ok(wire.error(200, raw, where).message.startsWith(message), provider)
  }
  const { wire, where } = completing('langflow')
  t.throws(() => wire.response({}, { prompt: 'hi' }, where, context), {
    message: /^litellm.InternalServerError: InternalServerError: OpenAIException - Could not extract/,
  })
  t.ok(wire.error(500, 'x', where) instanceof ProviderFault)
})

t.test('Ollama completes a text as it is', async t => {
  const { wire, where } = completing('ollama')
  const { body } = wire.request({ prompt: ['a', 'b'] }, where)
  t.match(body, { prompt: 'ab', stream: false })
  t.notOk('images' in body)
})

t.test('nothing is said of streams to those who are asked for one by their address', async t => {
  const { wire, where } = completing('gemini')
  t.notOk('stream' in wire.request({ prompt: 'hi', stream: true }, where).body)
})

t.test('the words of a refused stream', async t => {
  const table: [provider: string, model: string, told: string][] = [
    ['azure_ai', 'mistral-large', 'OpenAIException - no'],
    ['azure_ai', 'claude-sonnet-4-5', "OpenAIException - b'no'"],
    ['groq', 'm', "OpenAIException - b'no'"],
    ['bedrock', 'us.amazon.nova-pro-v1:0', 'OpenAIException - no'],
  ]
  for (const [provider, model, told] of table) {
    const { wire, where } = completing(provider)
    t.match(wire.error(401, 'no', { ...where, model }, true).message, told, `${provider}/${model}`)
  }
})

t.test('what an answer of Anthropic’s that is no JSON is called', async t => {
  for (const provider of ['anthropic', 'bedrock']) {
    const { wire, where } = completing(provider)
    const { message } = wire.error(200, '<', { ...where, model: 'invoke/anthropic.claude-3-haiku-20240307-v1:0' })
    t.match(message, /^litellm\.APIError: APIError: OpenAIException - Unable to get json response/, provider)
  }
})

t.test('a completion of Codestral keeps its own time', async t => {
  const { wire, where } = completing('text-completion-codestral')
  const answer = { id: 'i', created: 7, choices: [{ index: 0, message: { content: 'x' }, finish_reason: 'stop' }] }
  t.match(wire.response(answer, { prompt: 'hi', model: 'm' }, where, context).body, {
    created: 7,
    choices: [{ text: 'x' }],
  })
})
