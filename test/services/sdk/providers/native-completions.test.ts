/** Legacy completions of providers with words of their own: what is said of streams, and whose name errors carry. */
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

t.test('a completion of Codestral keeps its own time', async t => {
  const { wire, where } = completing('text-completion-codestral')
  const answer = { id: 'i', created: 7, choices: [{ index: 0, message: { content: 'x' }, finish_reason: 'stop' }] }
  t.match(wire.response(answer, { prompt: 'hi', model: 'm' }, where, context).body, {
    created: 7,
    choices: [{ text: 'x' }],
  })
})
