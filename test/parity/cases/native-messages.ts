/** Anthropic's API at providers that have one like it, beside their own. */
import { anthropicAnswer, anthropicError } from '../answers.ts'
import { anthropicMessages, type ParityCase, type Row, user } from '../case.ts'
import { failures, rows, streamed, thoughts, tool } from './messages-api.ts'
import { history } from './messages-history.ts'

/** What LiteLLM makes of a request without messages has cases of its own. */
const elsewhere = new Set(['no messages', 'context management of OpenAI'])
const here = ([name]: Row): boolean => !elsewhere.has(name)

/** What each of them makes of betas, marks of caching and of what only Anthropic knows. */
const particulars: readonly Row[] = [
  [
    'betas of all kinds',
    {
      tools: [tool, { type: 'tool_search_tool_bm25_20251119', name: 'tool_search_tool_bm25' }],
      safeguards: [{}],
      output_config: { format: { type: 'json_schema', schema: { type: 'object' } } },
      context_management: { edits: [{ type: 'compact_20260112' }, { type: 'clear_tool_uses_20250919' }] },
      messages: [user('a'), { role: 'assistant', content: 'b', output_config: { effort: 'low' } }, user('c')],
    },
    { headers: { 'anthropic-beta': 'fast-mode-2026-02-01,zeta-1,context-1m-2025-08-07' } },
  ],
  ['betas of the deployment', {}, { deployment: { extra_headers: { 'anthropic-beta': 'b-1, skills-2025-10-02' } } }],
  ['another version', {}, { headers: { 'anthropic-version': '2024-01-01' } }],
  ['a version of the deployment', {}, { deployment: { extra_headers: { 'anthropic-version': 'v-2' } } }],
  ['a key of the deployment', {}, { deployment: { extra_headers: { 'x-api-key': 'k' } } }],
  [
    'marks of caching',
    {
      cache_control: { type: 'ephemeral', ttl: '1h' },
      system: [{ type: 'text', text: 'S', cache_control: { type: 'ephemeral', scope: 'global', ttl: '1h' } }],
      tools: [{ ...tool, cache_control: { type: 'ephemeral', ttl: '5m' } }],
      messages: [
        user([{ type: 'text', text: 'a', cache_control: { type: 'ephemeral', scope: 'global' } }]),
        {
          role: 'assistant',
          content: [{ type: 'tool_use', id: 't', name: 'get_weather', input: { cache_control: 1 } }],
        },
        user([
          {
            type: 'tool_result',
            tool_use_id: 't',
            cache_control: { ttl: '1h' },
            content: [{ type: 'text', text: 'x', cache_control: { type: 'ephemeral', ttl: '1h' } }],
          },
        ]),
      ],
    },
  ],
  [
    'system messages all over',
    {
      system: 'T',
      messages: [
        { role: 'system', content: 'S' },
        user('a'),
        { role: 'system', content: [{ type: 'text', text: 'late' }] },
        { role: 'assistant', content: [{ type: 'tool_use', id: 't', name: 'get_weather', input: {} }] },
        { role: 'system', content: 'between' },
        user([{ type: 'tool_result', tool_use_id: 't', content: 'x' }]),
      ],
      tools: [tool],
    },
  ],
  [
    'a bound budget',
    { max_tokens: 6000, thinking: { type: 'enabled', budget_tokens: 3000, block_binding: 'x', display: 'summarized' } },
  ],
  [
    'a cost of its own',
    {},
    { provider: anthropicAnswer({ cost: 0.25, usage: { input_tokens: 3, output_tokens: 4 } }) },
  ],
  ['a limit', {}, { provider: anthropicError(429, 'rate limit'), deployment: {} }],
]

const addresses = ['', '/', '/v1', '/v1/', '/v1/messages', '/anthropic', '/anthropic/v1', '/v1/chat/completions'].map(
  (path, index): Row => [`address ${index}`, {}, { deployment: { api_base: `ORIGIN${path}` } }],
)

const topic = (model: string): string => `native messages/${model}`

/** Each once with all there is, as they are of three kinds; the others with what sets providers apart. */
const thorough = ['azure-claude', 'tencent', 'sail']
const like = ['minimax', 'edenai', 'meta', 'cortecs', 'prism']

/** Models of which the table knows how they think. */
const thinkers: Readonly<Record<string, readonly string[]>> = {
  'azure-claude': [
    'azure_ai/claude-opus-4-6',
    'azure_ai/claude-opus-4-8',
    'azure_ai/claude-opus-4-5',
    'azure_ai/claude-x',
  ],
  tencent: ['tencent/minimax-m3', 'tencent/glm-5.3'],
  sail: ['sail/moonshotai/Kimi-K3'],
  meta: ['meta/muse-spark-1.3', 'meta/muse-wonder-1.0'],
  minimax: ['minimax/MiniMax-M2.1'],
  prism: ['prism/deepseek-v4-flash'],
}

const atModel = (model: string, all: readonly Row[]): Row[] =>
  all.map(([name, body, more]): Row => [name, body, { ...more, deployment: { ...more?.deployment, model } }])

export const nativeMessagesCases: readonly ParityCase[] = [
  ...thorough.flatMap(model => [
    ...anthropicMessages(topic(model), model, [...rows, ...history].filter(here)),
    ...anthropicMessages(`${topic(model)}/errors`, model, failures),
    ...anthropicMessages(`${topic(model)}/streams`, model, streamed),
  ]),
  ...[...thorough, ...like].flatMap(model => anthropicMessages(`${topic(model)}/own`, model, particulars)),
  ...[...thorough, ...like].flatMap(model => anthropicMessages(`${topic(model)}/addresses`, model, addresses)),
  ...like.flatMap(model => [
    ...anthropicMessages(`${topic(model)}/errors`, model, failures),
    ...anthropicMessages(topic(model), model, [
      ['a stream', { stream: true, messages: [user('[sim:thinking] [sim:tool]')], tools: [tool] }],
      ['a question', { messages: [user('What is new?')] }],
      ['without a key', {}, { deployment: { api_key: null }, provider: anthropicError(401) }],
      [
        'no JSON',
        {},
        { provider: { headers: { 'content-type': 'application/json' }, body: '<html>' }, deployment: {} },
      ],
    ]),
  ]),
  ...Object.entries(thinkers).flatMap(([model, named]) =>
    named.flatMap(name => anthropicMessages(`${topic(model)}/${name}`, model, atModel(name, thoughts))),
  ),
]
