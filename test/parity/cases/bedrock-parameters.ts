/** What parameters of a chat become at Converse, and what the families of models make of them. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { chats, user, weatherTool, type Row } from '../case.ts'

const topic = 'bedrock'
const named = (body: JsonObject): Row => [JSON.stringify(body), body]
const ephemeral = { cache_control: { type: 'ephemeral' } }
const longer = { cache_control: { type: 'ephemeral', ttl: '1h' } }

/** A city, as JSON. */
export const citySchema: JsonObject = {
  type: 'json_schema',
  json_schema: {
    name: 'city',
    description: 'A city.',
    schema: { type: 'object', properties: { name: { type: 'string' }, size: { type: 'object' } }, required: ['name'] },
  },
}

const parameters: readonly JsonObject[] = [
  { max_tokens: 9 },
  { max_tokens: 9, max_completion_tokens: 11 },
  { stop: 'x' },
  { stop: '' },
  { stop: ['x', ' '] },
  { temperature: 0.5, top_p: 0.9 },
  { top_k: 5 },
  { seed: 2 },
  { n: 2 },
  { n: 1 },
  { user: 'u' },
  { logprobs: true },
  { frequency_penalty: 0.1, drop_params: true, seed: 1 },
  { service_tier: 'auto' },
  { service_tier: 'priority' },
  { service_tier: 'odd' },
  { foo: 1, bar: null, metadata: { a: 'b' }, tags: ['x'] },
  { extra_body: { z: 1 } },
  { requestMetadata: { team: 'a b' } },
  { requestMetadata: { team: 'ä' } },
  { guardrailConfig: { guardrailIdentifier: 'g', guardrailVersion: '1', trace: 'enabled' } },
  { performanceConfig: { latency: 'optimized' } },
  { additionalModelRequestFields: { a: 1 } },
  { parallel_tool_calls: false },
  { response_format: { type: 'text' } },
  { response_format: { type: 'json_object' } },
  { response_format: citySchema },
  { response_format: { type: 'json_object', response_schema: { type: 'object', properties: {} } } },
  { reasoning_effort: 'low' },
  { reasoning_effort: 'high', max_tokens: 5000 },
  { reasoning_effort: 'none' },
  { reasoning_effort: 'odd' },
  { reasoning_effort: 'max' },
  { thinking: { type: 'enabled', budget_tokens: 500 } },
  { thinking: { type: 'enabled', budget_tokens: 2000 }, max_tokens: 4000 },
  { thinking: { type: 'adaptive' } },
  { thinking: { type: 'disabled' } },
  { output_config: { effort: 'high' } },
  { output_config: { effort: 'xhigh' } },
  { web_search_options: {} },
  { context_management: { edits: [{ type: 'compact_20260112' }, { type: 'other' }] } },
]

/** What the families of models do with the same words. */
const byFamily: readonly Row[] = [
  ['reasoning_effort', { reasoning_effort: 'medium' }],
  ['the highest effort', { reasoning_effort: 'xhigh' }],
  ['thinking', { thinking: { type: 'enabled', budget_tokens: 5000 } }],
  ['sampling', { temperature: 0.2, top_p: 0.3, top_k: 4 }],
  ['json', { response_format: citySchema }],
  ['tools', { tools: [weatherTool], tool_choice: 'required', parallel_tool_calls: true }],
  ['search', { web_search_options: {} }],
  [
    'cache control',
    { messages: [{ role: 'system', content: 'S', ...longer }, user([{ type: 'text', text: 'a', ...ephemeral }])] },
  ],
  [
    'the highest effort, all dropped that is not taken',
    {
      reasoning_effort: 'xhigh',
      thinking: { type: 'enabled', budget_tokens: 5000 },
      tools: [weatherTool],
      temperature: 0.2,
      top_k: 4,
      tool_choice: 'required',
      drop_params: true,
    },
  ],
]
const families = [
  'bedrock-3-5',
  'bedrock-opus-4-5',
  'bedrock-opus-4-6',
  'bedrock-opus-4-7',
  'bedrock-sonnet-5',
  'bedrock-nova',
  'bedrock-nova-2',
  'bedrock-llama',
  'bedrock-gpt-oss',
  'bedrock-deepseek',
  'bedrock-unknown',
]

export const bedrockParameterCases = [
  ...chats(topic, 'bedrock', parameters.map(named)),
  ...families.flatMap(model => chats(`${topic}/${model.replace('bedrock-', '')}`, model, byFamily)),
]
