/** Models at Bedrock under names that tell little: profiles, imported models, ids beside them, and what they are said to be. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { chats, weatherTool, type Row } from '../case.ts'

const topic = 'bedrock names'
const at = (kind: string, name = 'abc', region = 'eu-west-1'): string =>
  `arn:aws:bedrock:${region}:123456789012:${kind}/${name}`
const profile = at('application-inference-profile')
const other = at('application-inference-profile', 'def', 'us-east-1')
const claude = 'bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const nova = 'bedrock/us.amazon.nova-pro-v1:0'

const under = (name: string, deployment: JsonObject, body: JsonObject = {}): Row => [name, body, { deployment }]

/** What a model takes depends on what it is known to be. */
const bodies: readonly (readonly [string, JsonObject])[] = [
  ['', {}],
  [', streamed', { stream: true }],
  [', tools', { tools: [weatherTool], tool_choice: 'required' }],
  [', thinking', { reasoning_effort: 'low' }],
  [', sampling', { temperature: 0.2, top_k: 3, stop: 'x', max_tokens: 7 }],
  [', json', { response_format: { type: 'json_object' } }],
  [', a seed', { seed: 1 }],
]
const all = (name: string, deployment: JsonObject): Row[] =>
  // A profile stands in one entry only: LiteLLM finds none of several with the same.
  bodies.map(([suffix, body], index) => {
    const { model_id: id } = deployment
    const own = typeof id === 'string' ? { model_id: `${id}-${index}` } : {}
    return under(name + suffix, { ...deployment, ...own }, body)
  })

const rows: readonly Row[] = [
  ...all('a profile beside a model', { model: claude, model_id: profile }),
  ...all('a profile beside another vendor’s model', { model: nova, model_id: `${profile}-nova` }),
  ...all('a profile of a model that is named', { model: `bedrock/${profile}`, base_model: claude }),
  ...all('a profile of a model named without a provider', {
    model: `bedrock/converse/${profile}`,
    base_model: 'anthropic.claude-sonnet-4-5-20250929-v1:0',
  }),
  ...all('a profile of an older model', { model: `bedrock/${profile}`, base_model: 'amazon.nova-pro-v1:0' }),
  under('a profile, no region', { model: claude, model_id: `${profile}-far`, aws_region_name: null }),
  under('a profile of another region', { model: claude, model_id: other }),
  under('an id that is no ARN', { model: claude, model_id: 'my/model:1' }),
  under('an id of the request', { model: claude }, { model_id: 'mine' }),
  under('an id for a model that is invoked', { model: claude.replace('/', '/invoke/'), model_id: `${profile}-once` }),
  under(
    'an id for a model that is invoked, streamed',
    { model: claude.replace('/', '/invoke/'), model_id: `${profile}-stream` },
    { stream: true },
  ),
  under('a provisioned model', { model: `bedrock/converse/${at('provisioned-model')}` }),
  under('a custom model', { model: `bedrock/converse/${at('custom-model-deployment')}` }),
  under(
    'a base model that nobody knows',
    { model: claude, base_model: 'acme/model' },
    { seed: 1, tools: [weatherTool] },
  ),
]

export const bedrockNameCases = chats(topic, 'bedrock', rows)
