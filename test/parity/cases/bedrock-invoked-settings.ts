/** Where and as whom models are invoked at Bedrock, and calls that break. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { answer, openaiAnswer } from '../answers.ts'
import { awsStream, converseAnswer } from '../aws-answers.ts'
import { chats, user, type Row } from '../case.ts'
import { chunked, metrics } from './bedrock-text-streams.ts'

const arn = 'arn:aws:bedrock:us-east-2:123:imported-model/a1b2c3'
const llama = answer({ generation: 'Hello', stop_reason: 'stop' })

const models: readonly (readonly [string, string, ReturnType<typeof answer>])[] = [
  ['titan', 'bedrock/amazon.titan-text-express-v1', answer({ results: [{ outputText: 'Hello' }] })],
  [
    'a region before it',
    'bedrock/us-west-1/mistral.mistral-7b-instruct-v0:2',
    answer({ outputs: [{ text: 'Hi', stop_reason: 'stop' }] }),
  ],
  ['nova', 'bedrock/invoke/us.amazon.nova-pro-v1:0', converseAnswer([{ text: 'Hello' }])],
  ['imported', `bedrock/openai/${arn}`, openaiAnswer()],
  ['kimi', 'bedrock/invoke/moonshot.kimi-k2-thinking', openaiAnswer()],
  ['deepseek', `bedrock/deepseek_r1/${arn}`, llama],
  ['qwen', `bedrock/qwen3/${arn}`, llama],
]
const noKeys = { aws_access_key_id: null, aws_secret_access_key: null }

const settings: readonly (readonly [string, JsonObject, JsonObject?])[] = [
  ['an id', { model_id: 'arn:aws:bedrock:us-east-2:123:provisioned-model/x' }],
  ['an id of the request', {}, { model_id: 'mine' }],
  ['a token', { api_key: 'bedrock-api-key', ...noKeys }],
  ['a base', { api_base: 'ORIGIN' }],
  ['headers', { extra_headers: { 'x-team': 'a' } }],
  ['headers of the request', {}, { extra_headers: { 'x-more': 'b' } }],
  ['defaults', { max_tokens: 7, temperature: 0.1 }],
  ['a guardrail of its own', { guardrailConfig: { guardrailIdentifier: 'g', guardrailVersion: '1' } }],
  ['dropped', { drop_params: true }, { logit_bias: { a: 1 }, response_format: { type: 'json_object' } }],
  ['additional drops', { additional_drop_params: ['max_tokens'] }, { max_tokens: 5 }],
  ['allowed', {}, { logit_bias: { a: 1 }, allowed_openai_params: ['logit_bias'] }],
  ['a name', {}, { messages: [{ ...user('hi'), name: 'Ann' }] }],
]

const broken: readonly Row[] = [
  ['half an answer', {}, { provider: { ...llama, cut: true } }],
  ['a reset connection', {}, { provider: { status: 200, headers: {}, body: [], cut: true } }],
  ['nobody there', {}, { deployment: { aws_bedrock_runtime_endpoint: 'http://127.0.0.1:1' } }],
  ['nobody there, streamed', { stream: true }, { deployment: { aws_bedrock_runtime_endpoint: 'http://127.0.0.1:1' } }],
  ['a stream of tokens', { stream: true }, { provider: awsStream(chunked({ generation: 'a', ...metrics })) }],
]
const meta = 'bedrock/invoke/meta.llama3-8b-instruct-v1:0'

export const bedrockInvokedSettingCases = [
  ...models.flatMap(([name, model, provider]) =>
    chats(
      `bedrock invoked settings/${name}`,
      'bedrock',
      settings.map(([what, params, body = {}]): Row => [what, body, { deployment: { model, ...params }, provider }]),
    ),
  ),
  ...chats(
    'bedrock invoked settings/broken',
    'bedrock',
    broken.map(([name, body, more]): Row => [
      name,
      body,
      { ...more, deployment: { model: meta, ...more?.deployment } },
    ]),
  ),
]
