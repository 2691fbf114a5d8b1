import t from 'tap'
import { anthropicTranslator } from '../../../../services/sdk/providers/anthropic/translator.ts'
import { RequestFault, type JsonObject, type Target } from '../../../../services/sdk/providers/translator.ts'
import { target } from './fixtures.ts'

const user = (content: string | JsonObject[] = 'hi'): JsonObject => ({ role: 'user', content })
const sent = (chat: JsonObject, model = 'claude-sonnet-4-5', more: Partial<Target> = {}) =>
  anthropicTranslator.request({ messages: [user()], ...chat }, target('anthropic', model, more))

function call(id: string, args: string): JsonObject {
  return { id, type: 'function', function: { name: 'f', arguments: args } }
}

function schemaChat(schema: JsonObject): JsonObject {
  return { response_format: { type: 'json_schema', json_schema: { name: 'n', schema } } }
}

const refusals: { name: string; chat: JsonObject; model?: string; want: RegExp; litellmClass?: string }[] = [
  {
    name: 'parameters Anthropic has not, in LiteLLM order',
    chat: { seed: 3, n: 2 },
    want: /^anthropic does not support parameters: \['n', 'seed'\], for model=claude-sonnet-4-5\. To drop these/,
    litellmClass: 'UnsupportedParamsError',
  },
  {
    name: 'sampling where the model has none',
    chat: { temperature: 0.3 },
    model: 'claude-opus-4-7',
    want: /^claude-opus-4-7 does not support temperature=0.3\. Only temperature=1 is supported\. To drop/,
    litellmClass: 'UnsupportedParamsError',
  },
  {
    name: 'only system messages',
    chat: { messages: [{ role: 'system', content: 'S' }] },
    want: /^AnthropicException - litellm.BadRequestError: Anthropic requires at least one non-system message.*\nReceived Messages=\[\{'role': 'system', 'content': 'S'\}\]$/,
  },
  {
    name: 'tool arguments that are no JSON',
    chat: { messages: [user(), { role: 'assistant', tool_calls: [call('a', '{"c":')] }] },
    want: /Failed to parse tool call arguments for tool 'f' \(Anthropic tool invoke\)\. Error: Expecting value: line 1 column 6 \(char 5\)/,
  },
  {
    name: 'a tool choice in another form',
    chat: { tool_choice: { type: 'any' } },
    want: /^Invalid tool choice, tool_choice=\{'type': 'any'\}\./,
  },
]

t.test('refusals', async t => {
  for (const { name, chat, model, want, litellmClass = 'BadRequestError' } of refusals) {
    const fault = thrownBy(() => sent(chat, model))
    t.match(fault.message, want, name)
    t.match(fault, { status: 400, litellmClass, type: 'invalid_request_error' })
  }
  t.notOk('seed' in sent({ seed: 1, drop_params: true }).body, 'the body may ask to drop them')
  t.notOk('seed' in sent({ seed: 1 }, 'claude-sonnet-4-5', { dropParams: true }).body, 'and so may the config')
  t.match(sent({ seed: 1, allowed_openai_params: ['seed'] }).body, { seed: 1 }, 'or the client insists')
})

function thrownBy(act: () => unknown): RequestFault {
  try {
    act()
  } catch (error) {
    if (error instanceof RequestFault) return error
    throw error
  }
  throw new Error('nothing was refused')
}

t.test('address and headers', async t => {
  const request = sent(
    { ...schemaChat({ type: 'object' }), extra_headers: { 'X-Own': '1', Authorization: 'Bearer stolen' } },
    'claude-sonnet-4-5',
    { headers: { 'anthropic-beta': 'interleaved-thinking-2025-05-14,claude-code-20250219', 'x-sm-user-id': 'u' } },
  )
  t.equal(request.url, 'http://provider.test/v1/messages')
  t.match(request.headers, {
    'x-api-key': 'key',
    'anthropic-version': '2023-06-01',
    'anthropic-beta': 'interleaved-thinking-2025-05-14,structured-outputs-2025-11-13',
    'x-sm-user-id': 'u',
    'x-own': '1',
  })
  t.notOk('authorization' in request.headers, 'a request cannot bring its own credentials')
})
