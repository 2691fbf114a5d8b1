/** Models at Bedrock that continue a text: Titan, Mistral and Llama by InvokeModel. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import type { ScriptedAnswer } from '../../../services/simulator/script.ts'
import { answer } from '../answers.ts'
import { chats, user, weatherTool, type Row } from '../case.ts'

const counted = {
  'content-type': 'application/json',
  'x-amzn-bedrock-input-token-count': '11',
  'x-amzn-bedrock-output-token-count': '7',
  'x-amzn-requestid': 'r1',
}
const system = (content: string): JsonObject => ({ role: 'system', content })
const assistant = (content: string): JsonObject => ({ role: 'assistant', content })

const requests: readonly (readonly [string, JsonObject])[] = [
  ['a question', {}],
  ['a conversation', { messages: [system('S'), user('a'), assistant('b'), user(' c ')] }],
  ['an assistant first', { messages: [assistant('a'), user('b')] }],
  ['an assistant last', { messages: [user('a'), assistant('b')] }],
  ['two of a side', { messages: [user('a'), user('b'), system('late'), assistant('c'), system('later'), user('d')] }],
  ['a developer', { messages: [{ role: 'developer', content: 'D' }, user('a')] }],
  ['limits', { max_tokens: 5, temperature: 0.2, top_p: 0.5 }],
  ['the other limit', { max_completion_tokens: 5 }],
  ['both limits', { max_tokens: 4, max_completion_tokens: 5 }],
  ['stop', { stop: ['x', 'User:'] }],
  ['a single stop', { stop: 'x' }],
  ['top_k', { top_k: 3 }],
  ['tools', { tools: [weatherTool] }],
  ['tools, dropped', { tools: [weatherTool], seed: 1, stop: 'x', drop_params: true }],
  ['a format', { response_format: { type: 'json_object' } }],
  ['a user', { user: 'u', metadata: { a: 'b' } }],
  ['n', { n: 2 }],
  ['a guardrail', { guardrailConfig: { guardrailIdentifier: 'g', guardrailVersion: '1', trace: 'enabled' } }],
  ['an extra body', { extra_body: { top_k: 3 } }],
]

const oddities: readonly (readonly [string, JsonObject | string, number])[] = [
  ['no JSON', '<html>', 200],
  ['an odd answer', { odd: 1 }, 200],
  ['a refusal', { message: 'no' }, 400],
  ['a limit', { message: 'ThrottlingException: slow' }, 429],
  ['a failure', { message: 'broken' }, 500],
]

interface Model {
  readonly name: string
  readonly model: string
  readonly says: (text: string) => JsonObject
}
const models: readonly Model[] = [
  {
    name: 'titan',
    model: 'bedrock/amazon.titan-text-express-v1',
    says: outputText => ({
      inputTextTokenCount: 3,
      results: [{ tokenCount: 4, outputText, completionReason: 'FINISH' }],
    }),
  },
  {
    name: 'mistral',
    model: 'bedrock/mistral.mistral-7b-instruct-v0:2',
    says: text => ({ outputs: [{ text, stop_reason: 'length' }] }),
  },
  {
    name: 'llama 3',
    model: 'bedrock/invoke/meta.llama3-8b-instruct-v1:0',
    says: generation => ({ generation, prompt_token_count: 1, generation_token_count: 2, stop_reason: 'stop' }),
  },
  {
    name: 'llama 2',
    model: 'bedrock/meta.llama2-13b-chat-v1',
    says: generation => ({ generation, prompt_token_count: 1, generation_token_count: 2, stop_reason: 'length' }),
  },
]

const own = (model: string, provider: ScriptedAnswer): Row[2] & object => ({ deployment: { model }, provider })

export const bedrockTextCases = models.flatMap(({ name, model, says }) =>
  chats(`bedrock texts/${name}`, 'bedrock', [
    ...requests.map(([what, body]): Row => [what, body, own(model, answer(says(' Hello ü'), 200, counted))]),
    ['tokens nobody counted', {}, own(model, answer(says('Hello')))],
    ['nothing said', {}, own(model, answer(says(''), 200, counted))],
    ...oddities.map(([what, said, status]): Row => [what, {}, own(model, answer(said, status, counted))]),
  ]),
)
