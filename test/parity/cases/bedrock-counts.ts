/** Counting the tokens of a request at Amazon Bedrock. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import type { ScriptedAnswer } from '../../../services/simulator/script.ts'
import { answer } from '../answers.ts'
import { callsOf, png, user, type Row } from '../case.ts'

const path = '/v1/messages/count_tokens'
const text = (words: string): JsonObject => ({ type: 'text', text: words })
const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: png.split(',')[1] ?? '' } }
const tool = (name: string, more: JsonObject = {}): JsonObject => ({ name, input_schema: { type: 'object' }, ...more })

const bodies: Readonly<Record<string, JsonObject>> = {
  'a question': {},
  'words beyond ASCII': { messages: [user([text('ü 🌦')])] },
  instructions: { system: 'S' },
  'instructions in blocks': { system: [text('S'), { ...text('T'), cache_control: { type: 'ephemeral' } }] },
  'no instructions': { system: '' },
  tools: {
    tools: [tool('get_weather', { description: 'W' }), tool('9 odd.names'), { type: 'bash_20250124', name: 'bash' }],
  },
  'no tools': { tools: [] },
  'a picture': { messages: [user([text('What is it?'), image])], system: [text('S')], tools: [tool('a')] },
  'blocks of Converse’s': { messages: [user([{ text: 'hi' }])] },
  'other keys': { max_tokens: 5, temperature: 0.5, thinking: { type: 'enabled', budget_tokens: 1024 } },
}

const models: Readonly<Record<string, JsonObject>> = {
  'a profile': { model: 'bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0' },
  'an older Claude': { model: 'bedrock/anthropic.claude-3-5-sonnet-20241022-v2:0' },
  'a newer Claude': { model: 'bedrock/us.anthropic.claude-opus-4-7' },
  'a newer Claude elsewhere': { model: 'bedrock/us.anthropic.claude-opus-4-7', aws_region_name: 'eu-central-1' },
  'a worldwide one': { model: 'bedrock/global.anthropic.claude-opus-4-7', aws_region_name: 'eu-central-1' },
  nova: { model: 'bedrock/us.amazon.nova-pro-v1:0' },
  'by invoke': { model: 'bedrock/invoke/us.anthropic.claude-sonnet-4-5-20250929-v1:0' },
  'by converse': { model: 'bedrock/converse/us.anthropic.claude-sonnet-4-5-20250929-v1:0' },
  titan: { model: 'bedrock/amazon.titan-text-express-v1' },
  'an ARN': {
    model: 'bedrock/arn:aws:bedrock:us-east-2:123:inference-profile/us.anthropic.claude-sonnet-4-20250514-v1:0',
  },
  'a hidden profile': { model: 'bedrock/arn:aws:bedrock:us-east-2:123:application-inference-profile/abc' },
  'a hidden profile that is named': {
    model: 'bedrock/arn:aws:bedrock:us-east-2:123:application-inference-profile/abc',
    base_model: 'bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  },
  'an id': { model: 'bedrock/anthropic.claude-3-5-sonnet-20241022-v2:0', model_id: 'mine' },
  'a token': {
    model: 'bedrock/anthropic.claude-3-5-sonnet-20241022-v2:0',
    api_key: 'bedrock-api-key',
    aws_access_key_id: null,
    aws_secret_access_key: null,
  },
  'a base': {
    model: 'bedrock/anthropic.claude-3-5-sonnet-20241022-v2:0',
    api_base: 'ORIGIN',
    aws_bedrock_runtime_endpoint: null,
  },
  'headers of its own': {
    model: 'bedrock/anthropic.claude-3-5-sonnet-20241022-v2:0',
    extra_headers: { 'x-team': 'a' },
  },
}
const claude = 'bedrock/anthropic.claude-3-5-sonnet-20241022-v2:0'
const said = (model: string, provider: ScriptedAnswer): Row[2] & object => ({ deployment: { model }, provider })

const answers: readonly Row[] = [400, 403, 404, 429, 500].flatMap((status): Row[] => [
  [`Claude, ${status}`, {}, said(claude, answer({ message: 'no' }, status))],
  [`nova, ${status}`, {}, said('bedrock/us.amazon.nova-pro-v1:0', answer({ message: 'no' }, status))],
])
const odd: readonly Row[] = [
  ['no count', {}, said(claude, answer({}))],
  ['a count of another kind', {}, said(claude, answer({ inputTokens: 'seven' }))],
  ['no JSON', {}, said(claude, answer('<html>'))],
]

const rows: readonly Row[] = [
  ...Object.entries(bodies).map(([name, body]): Row => [name, body, { deployment: { model: claude } }]),
  ...Object.entries(models).map(([name, deployment]): Row => [`models/${name}`, {}, { deployment }]),
  ...answers,
  ...odd,
]

export const bedrockCountCases = callsOf(path, 'bedrock counts', { model: 'bedrock', messages: [user('hi')] }, rows)
