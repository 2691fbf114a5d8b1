/** Anthropic's API for models that are not Anthropic's: what is asked of them. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { answer } from '../answers.ts'
import { anthropicMessages, type ParityCase, type Row, user } from '../case.ts'

const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' } }
const remote = { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } }
const pdf = {
  type: 'document',
  title: 'a.pdf',
  source: { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0=' },
}
const text = (value: string, more: JsonObject = {}): JsonObject => ({ type: 'text', text: value, ...more })
const cached = { cache_control: { type: 'ephemeral' } }
export const weather: JsonObject = {
  name: 'get_weather',
  description: 'The weather of a city.',
  input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
}
const longName = `mcp__a_server_with_a_name__${'a_very_long_tool_name_'.repeat(3)}end`
const assistant = (content: JsonObject['content']): JsonObject => ({ role: 'assistant', content })
const use = (id = 'toolu_1', more: JsonObject = {}): JsonObject => ({
  type: 'tool_use',
  id,
  name: 'get_weather',
  input: { city: 'Zürich' },
  ...more,
})
const result = (content: JsonObject['content'], more: JsonObject = {}): JsonObject => ({
  type: 'tool_result',
  tool_use_id: 'toolu_1',
  content,
  ...more,
})
/** A conversation in which a tool was called. */
const afterCall = (...blocks: JsonObject[]): JsonObject => ({
  tools: [weather],
  messages: [user('a'), assistant([use()]), user(blocks)],
})
const schema = {
  type: 'object',
  properties: { a: { type: 'object', properties: { b: { type: 'string' } } }, list: { type: 'array', items: {} } },
}
const format = { type: 'json_schema', schema }
const session = JSON.stringify({ device_id: 'd', account_uuid: '', session_id: 'session-1' })

/** Requests every model is asked. */
const requests: readonly Row[] = [
  ['a question', {}],
  ['a system prompt', { system: 'Be brief.' }],
  ['system blocks', { system: [text('x-anthropic-billing-header: a'), text('Be brief.', cached)] }],
  ['a conversation', { messages: [user('a'), assistant('b'), user([text('c'), text('d', cached)])] }],
  ['stream false', { stream: false }],
  ['a tool', { tools: [weather] }],
  ['a tool of Claude Code', { tools: [{ ...weather, ...cached, type: 'custom', strict: true }] }],
  ['a tool without anything', { tools: [{ name: 'now', input_schema: { type: 'object', properties: {} } }] }],
  ['a long name', { tools: [{ ...weather, name: longName }], tool_choice: { type: 'tool', name: longName } }],
  [
    'a long name in history',
    { messages: [user('a'), assistant([use('toolu_1', { name: longName })]), user([result('b')])] },
  ],
  ['tool_choice auto', { tools: [weather], tool_choice: { type: 'auto', disable_parallel_tool_use: true } }],
  ['tool_choice any', { tools: [weather], tool_choice: { type: 'any' } }],
  ['tool_choice none', { tools: [weather], tool_choice: { type: 'none' } }],
  ['tool_choice tool', { tools: [weather], tool_choice: { type: 'tool', name: 'get_weather' } }],
  ['search', { tools: [{ type: 'web_search_20250305', name: 'web_search', max_uses: 3 }, weather] }],
  [
    'a server of tools',
    { tools: [weather, { type: 'mcp', server_label: 's', server_url: 'https://example.com/mcp' }] },
  ],
  ['stop_sequences', { stop_sequences: ['END', 'STOP'] }],
  ['no stop_sequences', { stop_sequences: [] }],
  ['sampling', { temperature: 0.3, top_p: 0.4 }],
  ['top_k', { top_k: 5 }],
  ['a user', { metadata: { user_id: 'u-1' } }],
  ['a session of Claude Code', { metadata: { user_id: session } }],
  ['an image', { messages: [user([text('a'), image])] }],
  ['a remote image', { messages: [user([text('a'), remote])] }],
  ['a document', { messages: [user([pdf, text('a')])] }],
  ['a result', afterCall(result('sunny'))],
  ['a result and words', afterCall(result('sunny'), text('and now?'))],
  ['a result in blocks', afterCall(result([text('sunny'), text('warm')]))],
  ['a result in one block', afterCall(result([text('sunny')], { is_error: true, ...cached }))],
  ['an empty result', afterCall(result(''), text('b'))],
  ['a result with an image', afterCall(result([text('see'), image]))],
  ['a result that is an image', afterCall(result([image]))],
  [
    'parallel calls',
    {
      tools: [weather],
      messages: [
        user('a'),
        assistant([text('I look.'), use(), use('toolu_2')]),
        user([result('sunny'), result('rainy', { tool_use_id: 'toolu_2' })]),
      ],
    },
  ],
  [
    'ids of others',
    {
      tools: [weather],
      messages: [
        user('a'),
        assistant([use('functions.Bash:0')]),
        user([result('b', { tool_use_id: 'functions.Bash:0' })]),
      ],
    },
  ],
  [
    'thoughts in history',
    {
      messages: [
        user('a'),
        assistant([{ type: 'thinking', thinking: 'hm', signature: 's' }, text('b')]),
        user('c'),
        assistant([{ type: 'redacted_thinking', data: 'x' }, text('d')]),
        user('e'),
      ],
    },
  ],
  [
    'sealed thoughts in history',
    {
      messages: [
        user('a'),
        assistant([
          { type: 'thinking', thinking: 'hm', signature: 'litellm_encrypted_reasoning:abc' },
          { type: 'thinking', thinking: 'so', signature: '' },
          { type: 'thinking', thinking: 'then', signature: null },
          text('b'),
        ]),
        user('c'),
      ],
    },
  ],
  [
    'empty blocks',
    { messages: [user([text(' '), text('a')]), assistant([text(''), { type: 'thinking', thinking: '' }]), user('b')] },
  ],
  ['system in mid-conversation', { messages: [user('a'), { role: 'system', content: 'S' }, user('b')] }],
  ['system at the start', { messages: [{ role: 'system', content: [text('S')] }, user('b')] }],
  [
    'system before a result',
    {
      tools: [weather],
      messages: [user('a'), assistant([use()]), { role: 'system', content: [text('S', cached)] }, user([result('b')])],
    },
  ],
  ['output_format', { output_format: format }],
  ['output_format, streamed', { output_format: format, stream: true }],
  ['output_config with a format', { output_config: { format } }],
  [
    'results of a search',
    {
      messages: [
        user('a'),
        assistant([
          { type: 'server_tool_use', id: 'srv_1', name: 'web_search', input: { query: 'q' } },
          {
            type: 'web_search_tool_result',
            tool_use_id: 'srv_1',
            content: [{ type: 'web_search_result', title: 'T', url: 'https://e.com', snippet: 's' }],
          },
          text('b'),
        ]),
        user('c'),
      ],
    },
  ],
  ['a marked block', { messages: [user([text('a', { prompt_cache_breakpoint: { type: 'x' } })])] }],
  ['marked system blocks', { system: [text('S', { prompt_cache_breakpoint: { type: 'x' } }), text('T')] }],
  ['a key of the cache', { prompt_cache_key: 'k', metadata: { user_id: session } }],
  ['unknown keys', { foo: 1, bar: null, mcp_servers: [] }],
  ['what only steers LiteLLM', { timeout: 30, num_retries: 0, tags: ['x'], litellm_metadata: { a: 1 }, fallbacks: [] }],
  ['extra_headers', { extra_headers: { 'x-extra': '1' } }],
  [
    'headers of the client',
    {},
    { headers: { 'anthropic-beta': 'b-1', 'anthropic-version': '2023-06-01', 'x-app': 'cli' } },
  ],
  [
    'configured defaults',
    {},
    { deployment: { temperature: 0.4, max_tokens: 77, extra_headers: { 'x-from-config': 'yes' } } },
  ],
  ['configured and said', { temperature: 0.1 }, { deployment: { temperature: 0.4, top_p: 0.5 } }],
  ['an empty conversation', { messages: [] }],
  ['an unknown choice', { tools: [weather], tool_choice: { type: 'maybe' } }],
]

/** Every form of thinking, for models that reason and models that do not. */
const thoughts: readonly Row[] = [
  ['little', { thinking: { type: 'enabled', budget_tokens: 1024 } }],
  ['hardly any', { thinking: { type: 'enabled', budget_tokens: 100 } }],
  ['much', { thinking: { type: 'enabled', budget_tokens: 5000 }, max_tokens: 6000 }],
  ['with a summary', { thinking: { type: 'enabled', budget_tokens: 2048, summary: 'auto' } }],
  ['adaptive', { thinking: { type: 'adaptive' } }],
  ['adaptive, low', { thinking: { type: 'adaptive' }, output_config: { effort: 'low' } }],
  ['adaptive, max', { thinking: { type: 'adaptive' }, output_config: { effort: 'max' } }],
  ['adaptive, xhigh', { thinking: { type: 'adaptive' }, output_config: { effort: 'xhigh' } }],
  ['disabled', { thinking: { type: 'disabled' } }],
  ['effort alone', { output_config: { effort: 'low' } }],
  ['dropped', { thinking: { type: 'enabled', budget_tokens: 1024 }, drop_params: true }],
]

/** Gemini's own ids look like nothing in particular. */
const geminiAnswer: Pick<ParityCase, 'provider'> = {
  provider: answer({
    candidates: [{ content: { parts: [{ text: 'Hello' }], role: 'model' }, finishReason: 'STOP', index: 0 }],
    usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 5, totalTokenCount: 15 },
    modelVersion: 'gemini-real',
    responseId: 'response-1',
  }),
}

/** The rows for a model: images elsewhere would have to be fetched for Gemini and Bedrock, which is the other backend's. */
function rowsFor(model: string, rows: readonly Row[]): Row[] {
  const fetched = model.includes('gemini') || model.startsWith('bedrock')
  const kept = rows.filter(([name]) => !fetched || name !== 'a remote image')
  if (!model.includes('gemini')) return kept
  return kept.map(([name, body, more]) => [name, body, { ...geminiAnswer, ...more }])
}

const asked = [
  'gpt',
  'groq',
  'vllm',
  'gemini',
  'vertex-gemini',
  'bedrock-nova',
  'azure',
  'mistral',
  'xai',
  'openrouter',
  'together',
  'ollama-chat',
] as const
const thinkers = [
  'gpt',
  'gpt-5',
  'gpt-5-2',
  'o3',
  'groq',
  'gpt-oss',
  'vllm',
  'gemini',
  'gemini-3',
  'router-claude',
  'vertex-gemini-3',
  'bedrock-nova-2',
] as const

/** The call's id is drawn, and Mistral's tokens are counted with it. */
const askedOfNova: readonly Row[] = [
  [
    'output_format beside a call, streamed',
    { output_format: format, tools: [weather], messages: [user('[sim:tool]')], stream: true },
  ],
]

export const messagesBridgeCases: readonly ParityCase[] = [
  ...asked.flatMap(model => anthropicMessages(`messages bridge/${model}`, model, rowsFor(model, requests))),
  ...anthropicMessages('messages bridge/bedrock-nova', 'bedrock-nova', askedOfNova),
  ...thinkers.flatMap(model => anthropicMessages(`messages bridge/${model}/thinking`, model, rowsFor(model, thoughts))),
]
