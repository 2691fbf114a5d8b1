/** What Converse is asked beside a conversation: tool search, guardrails, metadata, tiers, and what else is its own. */
import type { JsonObject } from '../../../services/simulator/json.ts'
import { converseAnswer } from '../aws-answers.ts'
import { chats, user, weatherTool, type Row } from '../case.ts'

const regex = { type: 'tool_search_tool_regex_20251119', name: 'tool_search_tool_regex' }
const bm25 = { type: 'tool_search_tool_bm25_20251119', name: 'tool_search_tool_bm25' }
const deferred = { ...weatherTool, defer_loading: true }
const within = { ...weatherTool, function: { name: 'f', parameters: { type: 'object' }, defer_loading: true } }
const guardrailConfig = { guardrailIdentifier: 'g', guardrailVersion: '1', trace: 'enabled_full' }

const bodies: readonly (readonly [string, JsonObject])[] = [
  ['tool search', { tools: [regex, deferred] }],
  ['another tool search', { tools: [bm25, within, weatherTool] }],
  ['tool search alone', { tools: [regex] }],
  ['deferred tools alone', { tools: [deferred] }],
  ['examples of input', { tools: [{ ...weatherTool, input_examples: [{ city: 'Ulm' }] }] }],
  ['allowed callers', { tools: [{ ...weatherTool, allowed_callers: ['code_execution_20250825'] }] }],
  [
    'a guardrail that streams',
    { guardrailConfig: { ...guardrailConfig, streamProcessingMode: 'async' }, stream: true },
  ],
  [
    'guarded parts',
    {
      guardrailConfig,
      messages: [
        user([
          { type: 'guarded_text', text: 'a' },
          { type: 'text', text: 'b' },
        ]),
      ],
    },
  ],
  ['guarded parts without a guardrail', { messages: [user([{ type: 'guarded_text', text: 'a' }])] }],
  [
    'a grounding source',
    {
      guardrailConfig,
      messages: [
        user([
          { type: 'grounding_source', text: 'a' },
          { type: 'query', text: 'b' },
        ]),
      ],
    },
  ],
  ['request metadata', { requestMetadata: { team: 'a', 'cost:centre': '7' } }],
  ['performance', { performanceConfig: { latency: 'optimized' } }],
  ['a tier of Bedrock’s', { serviceTier: { type: 'priority' } }],
  ['a tier of OpenAI’s', { service_tier: 'priority' }],
  ['fields of the model', { additionalModelRequestFields: { a: 1 }, top_k: 3 }],
  ['fields of the answer', { additionalModelResponseFieldPaths: ['/stop_sequence'] }],
  ['prompt variables', { promptVariables: { a: { text: 'b' } } }],
  ['a memory tool', { tools: [{ type: 'memory_20250818', name: 'memory' }] }],
  [
    'a text editor and a shell',
    {
      tools: [
        { type: 'text_editor_20250728', name: 'str_replace_based_edit_tool' },
        { type: 'bash_20250124', name: 'bash' },
      ],
    },
  ],
  ['a web search', { tools: [{ type: 'web_search_20250305', name: 'web_search' }] }],
  ['code execution', { tools: [{ type: 'code_execution_20250825', name: 'code_execution' }] }],
  ['a speed', { speed: 'fast' }],
  ['edits of the context', { context_management: { edits: [{ type: 'compact_20260112' }] } }],
  ['a container', { container: { skills: [] } }],
  ['verbosity', { verbosity: 'low' }],
  ['a cached prompt', { prompt_cache_key: 'a', safety_identifier: 'b' }],
]
const models: readonly string[] = ['bedrock', 'bedrock-opus-4-6', 'bedrock-nova']

export const bedrockOptionCases = models.flatMap(model =>
  chats(
    `bedrock options/${model}`,
    model,
    bodies.map(([name, body]): Row => [
      name,
      body,
      body['stream'] ? {} : { provider: converseAnswer([{ text: 'Hi' }]) },
    ]),
  ),
)
