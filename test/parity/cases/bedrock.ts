/** Chat completions at Amazon Bedrock: what is sent to Converse. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { citySchema } from './bedrock-parameters.ts'
import { chats, clockTool, png, toolCall, user, weatherTool, type Row } from '../case.ts'

const topic = 'bedrock'
const system = (content: JsonObject['content'], more: JsonObject = {}): JsonObject => ({
  role: 'system',
  content,
  ...more,
})
const ephemeral = { cache_control: { type: 'ephemeral' } }
const longer = { cache_control: { type: 'ephemeral', ttl: '1h' } }
const text = (words: string, more: JsonObject = {}): JsonObject => ({ type: 'text', text: words, ...more })
const image = (url: string, more: JsonObject = {}): JsonObject => ({ type: 'image_url', image_url: { url, ...more } })
const called = (...calls: JsonObject[]): JsonObject => ({ role: 'assistant', content: null, tool_calls: calls })
const result = (id: string, content: JsonObject['content'], more: JsonObject = {}): JsonObject => ({
  role: 'tool',
  tool_call_id: id,
  content,
  ...more,
})
const pdf = 'data:application/pdf;base64,JVBERi0xLjQK'

const conversations: readonly Row[] = [
  ['a question', {}],
  ['a question, streamed', { stream: true }],
  [
    'system',
    {
      messages: [
        system('S'),
        system([text('T', ephemeral), text('')]),
        { role: 'developer', content: 'D' },
        user('hi'),
      ],
    },
  ],
  ['system alone', { messages: [system('S')] }],
  [
    'a later system message',
    { messages: [user('a'), system('S'), { role: 'assistant', content: 'b' }, system([text('T')]), user('c')] },
  ],
  [
    'a system message between a call and its result',
    {
      messages: [user('a'), called(toolCall('t1', '{}')), system('S'), result('t1', 'r'), user('c')],
      tools: [weatherTool],
    },
  ],
  [
    'messages of one side',
    {
      messages: [
        user('a'),
        user([text('b'), text(' ')]),
        { role: 'assistant', content: 'c' },
        { role: 'assistant', content: 'd' },
        user('e'),
      ],
    },
  ],
  [
    'an assistant first and last',
    { messages: [{ role: 'assistant', content: 'a' }, user('b'), { role: 'assistant', content: 'c ' }] },
  ],
  [
    'empty texts',
    {
      messages: [
        user(''),
        user([text('')]),
        { role: 'assistant', content: '' },
        { role: 'assistant', content: [text(' ')] },
        user('x'),
      ],
    },
  ],
  [
    'images',
    {
      messages: [
        user([
          text('x'),
          image(png),
          image('data:image/jpeg;base64,/9j/', { format: 'image/png' }),
          { type: 'image_url', image_url: png },
        ]),
      ],
    },
  ],
  ['an image of a kind nobody knows', { messages: [user([image('data:image/bmp;base64,AAAA')])] }],
  ['an image that is no image', { messages: [user([image('nonsense')])] }],
  [
    'files',
    {
      messages: [
        user([{ type: 'file', file: { file_data: pdf } }]),
        { role: 'assistant', content: 'ok' },
        user([{ type: 'file', file: { file_data: pdf } }, text('again')]),
      ],
    },
  ],
  ['a file without data', { messages: [user([{ type: 'file', file: {} }])] }],
  [
    'a document of Anthropic’s',
    {
      messages: [
        user([text('x'), { type: 'document', source: { type: 'base64', media_type: 'text/plain', data: 'aGk=' } }]),
      ],
    },
  ],
  ['a video', { messages: [user([image('data:video/mp4;base64,AAAA')])] }],
  ['tools', { tools: [weatherTool, clockTool] }],
  ['tools and a choice', { tools: [weatherTool], tool_choice: 'required' }],
  [
    'tools and a named choice',
    { tools: [weatherTool], tool_choice: { type: 'function', function: { name: 'get_weather' } } },
  ],
  ['tools and none', { tools: [weatherTool], tool_choice: 'none' }],
  ['tools, one at a time', { tools: [weatherTool], tool_choice: 'auto', parallel_tool_calls: false }],
  [
    'tools with names Bedrock refuses',
    { tools: [{ type: 'function', function: { name: '1 get.weather', description: '' } }] },
  ],
  [
    'tools with references',
    {
      tools: [
        {
          type: 'function',
          function: {
            name: 'f',
            parameters: { type: 'object', properties: { a: { $ref: '#/$defs/A' } }, $defs: { A: { type: 'string' } } },
          },
        },
      ],
    },
  ],
  ['tools with cache control', { tools: [{ ...weatherTool, ...longer }] }],
  ['a tool of Anthropic’s form', { tools: [{ name: 'f', input_schema: { type: 'custom', properties: {} } }] }],
  ['computer tools', { tools: [weatherTool, { type: 'bash_20250124', name: 'bash' }] }],
  [
    'a call and its result',
    {
      messages: [user('a'), called(toolCall('call_1', '{"city": "Ulm"}')), result('call_1', '20°'), user('thanks')],
      tools: [weatherTool],
    },
  ],
  [
    'calls with odd ids, odd arguments and images in results',
    {
      messages: [
        user('a'),
        called(toolCall('a b', ''), toolCall('c', '{"a":1}{"b":2}'), toolCall('d', 'nonsense'), toolCall('e', '""')),
        result('a b', [text('x'), image(png)]),
        result('c', 'y', ephemeral),
        result('c', 'twice'),
      ],
      tools: [weatherTool],
    },
  ],
  ['a call without tools', { messages: [user('a'), called(toolCall('t', '{}')), result('t', 'r')] }],
  [
    'a function’s result',
    { messages: [user('a'), { role: 'function', name: 'f', content: 'r' }], tools: [weatherTool] },
  ],
  [
    'thinking in the conversation',
    {
      messages: [
        user('a'),
        {
          role: 'assistant',
          content: 'b',
          thinking_blocks: [
            { type: 'thinking', thinking: 't', signature: 's' },
            { type: 'thinking', thinking: 'u' },
          ],
          tool_calls: [toolCall('t1', '{}')],
        },
        result('t1', 'r'),
      ],
      tools: [weatherTool],
      thinking: { type: 'enabled', budget_tokens: 2000 },
      tool_choice: 'required',
    },
  ],
  [
    'cache control',
    {
      messages: [
        system('S', longer),
        user([text('a', ephemeral), text('b', longer)]),
        { role: 'assistant', content: 'c', ...ephemeral },
        { ...user('d'), ...ephemeral },
      ],
    },
  ],
  [
    'a guardrail',
    {
      messages: [user('a'), { role: 'assistant', content: 'b' }, user('c'), user([text('d'), image(png)])],
      guardrailConfig: { guardrailIdentifier: 'g', guardrailVersion: '1' },
    },
  ],
  [
    'guarded text',
    { messages: [user([text('c'), { type: 'guarded_text', text: 'd' }, { type: 'query', text: 'q' }])] },
  ],
  ['json and tools', { response_format: citySchema, tools: [weatherTool] }],
  ['json, streamed', { response_format: citySchema, stream: true }],
]

const bedrockModel = (model: string, more: JsonObject = {}): { deployment: JsonObject } => ({
  deployment: { model, ...more },
})
const arn = 'arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/abc'

const addresses: readonly Row[] = [
  ['a region before the model', {}, bedrockModel('bedrock/us-east-1/anthropic.claude-v2:1', { aws_region_name: null })],
  ['a region before the model, and another named', {}, bedrockModel('bedrock/us-east-1/anthropic.claude-v2:1')],
  ['no route and no provider', {}, bedrockModel('us.anthropic.claude-sonnet-4-5-20250929-v1:0')],
  ['an ARN', {}, bedrockModel(`bedrock/converse/${arn}`, { aws_region_name: null })],
  ['an ARN without a route', { reasoning_effort: 'low' }, bedrockModel(`bedrock/${arn}`)],
  [
    'a profile’s ARN',
    { tools: [weatherTool] },
    bedrockModel(
      'bedrock/converse/arn:aws:bedrock:us-east-2:1:inference-profile/us.anthropic.claude-sonnet-4-20250514-v1:0',
      { aws_region_name: null },
    ),
  ],
  ['a session token', {}, { deployment: { aws_session_token: 'a token' } }],
  [
    'a bearer token',
    {},
    { deployment: { api_key: 'bedrock-api-key', aws_access_key_id: null, aws_secret_access_key: null } },
  ],
  ['an endpoint with a path', { stream: true }, bedrockModel('bedrock/us.amazon.nova-pro-v1:0', { drop_params: true })],
  [
    'headers of the configuration',
    {},
    { deployment: { extra_headers: { 'X-Amzn-Bedrock-GuardrailIdentifier': 'g', 'x-team': 'a' } } },
  ],
  ['headers of the request', { extra_headers: { 'x-team': 'b', 'X-Amz-Meta': 'c' } }],
  ['keys of the request', { aws_access_key_id: 'AKIDOTHER', aws_secret_access_key: 'x' }],
  ['a region of the request', { aws_region_name: 'eu-west-1' }],
  ['betas', { extra_headers: { 'anthropic-beta': 'context-1m-2025-08-07,prompt-caching-2024-07-31' } }],
  ['the client’s betas', {}, { headers: { 'anthropic-beta': 'context-1m-2025-08-07, odd', 'x-custom': 'd' } }],
  [
    'a throughput behind the model',
    { max_tokens: 5 },
    bedrockModel('bedrock/anthropic.claude-3-5-sonnet-20241022-v2:0:51k'),
  ],
]

export const bedrockCases = [...chats(topic, 'bedrock', [...conversations, ...addresses])]
