/** Names of models at Bedrock that tell little: ARNs, and vendors nobody knows. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { converseAnswer } from '../aws-answers.ts'
import { chats, type Row } from '../case.ts'

const arn = (kind: string, id: string): string => `arn:aws:bedrock:us-east-2:123:${kind}/${id}`
const names: readonly string[] = [
  arn('imported-model', 'abc'),
  arn('provisioned-model', 'abc'),
  arn('custom-model-deployment', 'abc'),
  arn('application-inference-profile', 'abc'),
  arn('inference-profile', 'us.anthropic.claude-sonnet-4-20250514-v1:0'),
  arn('inference-profile', 'us.amazon.nova-pro-v1:0'),
  `converse/${arn('imported-model', 'abc')}`,
  `converse/${arn('application-inference-profile', 'abc')}`,
  `invoke/${arn('application-inference-profile', 'abc')}`,
  `nova/${arn('imported-model', 'abc')}`,
  `invoke/nova/${arn('imported-model', 'abc')}`,
  `us-west-2/${arn('imported-model', 'abc')}`,
  'invoke/acme.model-v1:0',
  'acme.model-v1:0',
  'invoke/deepseek.r1-v1:0',
  'stability.sd3-5-large-v1:0',
  'anthropic.claude-v2:1',
  'anthropic.claude-instant-v1',
]
const hello = converseAnswer([{ text: 'Hello' }])
const rows = (body: JsonObject): Row[] =>
  names.map(name => [
    `${name}${body['stream'] ? ', streamed' : ''}`,
    body,
    { deployment: { model: `bedrock/${name}` }, ...(body['stream'] ? {} : { provider: hello }) },
  ])

export const bedrockArnCases = chats('bedrock arns', 'bedrock', [...rows({}), ...rows({ stream: true })])
