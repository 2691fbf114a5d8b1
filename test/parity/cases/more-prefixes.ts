/** Prefixes on OpenAI's wire with habits of their own. */
import { answer, data, openaiError, stream } from '../answers.ts'
import { chats, clockTool, type ParityCase, type Row } from '../case.ts'

const statuses: readonly Row[] = [400, 401, 403, 404, 408, 409, 422, 424, 429, 500, 502, 503, 504, 529].map(status => [
  `status ${status}`,
  {},
  { provider: openaiError(status, { message: 'no' }), deployment: {} },
])

const aws = {
  api_key: null,
  aws_access_key_id: 'AKIDPARITY',
  aws_secret_access_key: 'a secret for parity',
  aws_region_name: 'eu-west-1',
}

const overflow = { type: 'validation_error', message: 'prompt tokens (9) exceed model maximum (8)' }

const mantle: readonly Row[] = [
  ['signed', {}, { deployment: aws }],
  ['signed, streamed', { stream: true }, { deployment: aws }],
  [
    'signed for a region in the name',
    {},
    { deployment: { ...aws, aws_region_name: null, model: 'bedrock_mantle/us-west-2/qwen.qwen3-32b' } },
  ],
  ['a project', {}, { deployment: { aws_bedrock_project_id: 'project-1' } }],
  ['an effort', { reasoning_effort: 'low' }, { deployment: { model: 'bedrock_mantle/openai.gpt-oss-120b' } }],
  ['a price', {}, { deployment: { model: 'bedrock_mantle/us-gov-west-1/openai.gpt-oss-120b' } }],
  [
    'a price, streamed',
    { stream: true, stream_options: { include_usage: true } },
    { deployment: { model: 'bedrock_mantle/qwen.qwen3-32b' } },
  ],
  ['tools', { tools: [clockTool], tool_choice: 'auto' }, { deployment: { model: 'bedrock_mantle/deepseek.v3.1' } }],
  ['too long', {}, { provider: answer({ error: overflow }, 400), deployment: {} }],
  ['too long, streamed', { stream: true }, { provider: answer({ error: overflow }, 400), deployment: {} }],
  ['a streamed 429', { stream: true }, { provider: openaiError(429, { message: 'no' }), deployment: {} }],
  ['an error event', { stream: true }, { provider: stream([data({ error: { message: 'boom' } })]), deployment: {} }],
]

export const morePrefixCases: readonly ParityCase[] = [
  ...['amazon_nova', 'maritalk', 'bedrock_mantle'].flatMap(prefix =>
    chats(`more prefixes/${prefix}`, prefix, statuses),
  ),
  ...chats('more prefixes/amazon_nova', 'amazon_nova', [
    ['a price', {}, { deployment: { model: 'amazon_nova/nova-lite-v1' } }],
  ]),
  ...chats('more prefixes/bedrock_mantle', 'bedrock_mantle', mantle),
]
