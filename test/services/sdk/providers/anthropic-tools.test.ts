import t from 'tap'
import { mapThinking, maxTokensBeside } from '../../../../services/sdk/providers/anthropic/thinking.ts'
import { renamedTools } from '../../../../services/sdk/providers/anthropic/tool-names.ts'
import { mapTools, toolChoice } from '../../../../services/sdk/providers/anthropic/tools.ts'
import { anthropicTranslator } from '../../../../services/sdk/providers/anthropic/translator.ts'
import type { Json, JsonObject } from '../../../../services/sdk/providers/translator.ts'
import { target } from './fixtures.ts'

const tools: { name: string; tool: JsonObject; want: JsonObject }[] = [
  {
    name: 'a function; keys of its schema that Anthropic refuses go',
    tool: {
      type: 'function',
      function: {
        name: 'f',
        description: 'd',
        strict: true,
        parameters: {
          $schema: 'x',
          title: 'T',
          type: 'object',
          properties: {},
          required: [],
          additionalProperties: false,
        },
      },
    },
    want: {
      name: 'f',
      description: 'd',
      type: 'custom',
      input_schema: { type: 'object', properties: {}, required: [], additionalProperties: false },
    },
  },
  {
    name: 'one without parameters',
    tool: { type: 'function', function: { name: 'f' } },
    want: { name: 'f', type: 'custom', input_schema: { type: 'object', properties: {} } },
  },
  {
    name: 'definitions of an older draft are put in place',
    tool: {
      type: 'function',
      function: {
        name: 'f',
        parameters: { properties: { a: { $ref: '#/definitions/A' } }, definitions: { A: { type: 'string' } } },
      },
    },
    want: { name: 'f', type: 'custom', input_schema: { type: 'object', properties: { a: { type: 'string' } } } },
  },
  {
    name: 'options of the tool and of its function',
    tool: {
      type: 'function',
      defer_loading: true,
      function: { name: 'f', cache_control: { type: 'ephemeral' }, input_examples: [{ a: 1 }] },
    },
    want: {
      name: 'f',
      type: 'custom',
      input_schema: { type: 'object', properties: {} },
      cache_control: { type: 'ephemeral' },
      defer_loading: true,
      input_examples: [{ a: 1 }],
    },
  },
  {
    name: 'Anthropic shaped and hosted ones stay',
    tool: { type: 'web_search_20250305', name: 'web_search', max_uses: 2 },
    want: { type: 'web_search_20250305', name: 'web_search', max_uses: 2 },
  },
]

t.test('tools', async t => {
  for (const { name, tool, want } of tools) t.strictSame(mapTools([tool]).tools, [want], name)
  const mcp = { type: 'mcp', server_label: 's', server_url: 'https://x.test', headers: { Authorization: 'Bearer z' } }
  t.strictSame(mapTools([mcp]), {
    tools: [],
    mcpServers: [{ type: 'url', url: 'https://x.test', name: 's', authorization_token: 'z' }],
  })
})

const choices: { params: JsonObject; want: JsonObject | undefined }[] = [
  { params: {}, want: undefined },
  { params: { tool_choice: 'auto' }, want: { type: 'auto' } },
  { params: { tool_choice: 'required' }, want: { type: 'any' } },
  { params: { tool_choice: 'none', parallel_tool_calls: true }, want: { type: 'none' } },
  { params: { tool_choice: { type: 'function', function: { name: 'f' } } }, want: { type: 'tool', name: 'f' } },
  { params: { parallel_tool_calls: false }, want: { type: 'auto', disable_parallel_tool_use: true } },
  {
    params: { tool_choice: 'required', parallel_tool_calls: true },
    want: { type: 'any', disable_parallel_tool_use: false },
  },
]

t.test('tool choice', async t => {
  for (const { params, want } of choices) {
    t.strictSame(toolChoice(params, 'claude-sonnet-4-5', false), want, JSON.stringify(params))
  }
  const forced = { tool_choice: 'required' }
  t.throws(() => toolChoice(forced, 'claude-sonnet-5-5', false), { message: /does not support forced tool use/ })
  t.strictSame(toolChoice(forced, 'claude-sonnet-5-5', true), { type: 'auto' }, 'dropped means: the model may choose')
})

const named = (...names: string[]): JsonObject[] => names.map(name => ({ type: 'custom', name }))

t.test('tool names', async t => {
  t.strictSame([...renamedTools(named('ok', 'a/b'))], [['a/b', 'a_b']])
  t.strictSame([...renamedTools(named('a/b', 'a_b', 'a.b'))].flat(), ['a/b', 'a_b_2', 'a.b', 'a_b_3'], 'never twice')
  const { body } = anthropicTranslator.request(
    {
      messages: [
        { role: 'user', content: 'x' },
        { role: 'assistant', tool_calls: [{ id: 'i', type: 'function', function: { name: 'a/b', arguments: '{}' } }] },
      ],
      tools: [{ type: 'function', function: { name: 'a/b' } }],
      tool_choice: { type: 'function', function: { name: 'a/b' } },
    },
    target('anthropic', 'claude-sonnet-4-5'),
  )
  t.match(body, {
    tools: [{ name: 'a_b' }],
    tool_choice: { name: 'a_b' },
    messages: [{}, { content: [{ type: 'tool_use', name: 'a_b' }] }],
  })
})

const budget = (tokens: number): Json => ({ type: 'enabled', budget_tokens: tokens })
const adaptive = { type: 'adaptive', display: 'summarized' }
const thinking: { params: JsonObject; model: string; want: JsonObject }[] = [
  { params: { reasoning_effort: 'minimal' }, model: 'claude-sonnet-4-5', want: { thinking: budget(1024) } },
  { params: { reasoning_effort: 'medium' }, model: 'claude-sonnet-4-5', want: { thinking: budget(2048) } },
  { params: { reasoning_effort: 'max' }, model: 'claude-sonnet-4-5', want: { thinking: budget(16_384) } },
  { params: { reasoning_effort: 'none' }, model: 'claude-sonnet-4-5', want: {} },
  {
    params: { reasoning_effort: 'minimal' },
    model: 'claude-opus-4-6',
    want: { thinking: adaptive, output_config: { effort: 'low' } },
  },
  {
    params: { reasoning_effort: { effort: 'xhigh' } },
    model: 'claude-sonnet-5',
    want: { thinking: adaptive, output_config: { effort: 'xhigh' } },
  },
  { params: { thinking: budget(3000) }, model: 'claude-opus-4-6', want: { thinking: budget(3000) } },
  {
    params: { thinking: budget(3000) },
    model: 'claude-opus-4-7',
    want: { thinking: { type: 'adaptive' }, output_config: { effort: 'medium' } },
  },
  {
    params: { thinking: budget(9000) },
    model: 'claude-foo-6-1',
    want: { thinking: { type: 'adaptive' }, output_config: { effort: 'high' } },
  },
  { params: { thinking: { type: 'adaptive' } }, model: 'claude-sonnet-4-5', want: { thinking: budget(2048) } },
  {
    params: { thinking: { type: 'adaptive' }, max_tokens: 1500 },
    model: 'claude-sonnet-4-5',
    want: { thinking: budget(1499) },
  },
  { params: { thinking: { type: 'adaptive' }, max_tokens: 500 }, model: 'claude-sonnet-4-5', want: {} },
]

t.test('thinking', async t => {
  for (const { params, model, want } of thinking) {
    t.strictSame(mapThinking(params, model), want, `${JSON.stringify(params)} ${model}`)
  }
  t.equal(maxTokensBeside(budget(1024)), 5120)
  t.equal(maxTokensBeside(adaptive), undefined)
  t.throws(() => mapThinking({ reasoning_effort: 'odd' }, 'claude-sonnet-4-5'), {
    message: /^Unmapped reasoning effort/,
  })
  t.throws(() => mapThinking({ reasoning_effort: 'odd' }, 'claude-sonnet-5'), { message: /^Invalid reasoning_effort/ })
  const chat = { messages: [{ role: 'user', content: 'x' }], reasoning_effort: 'xhigh' }
  t.throws(() => anthropicTranslator.request(chat, target('anthropic', 'claude-opus-4-6')), {
    message: "effort='xhigh' is not supported by this model. Got model: claude-opus-4-6",
  })
})
