import type { Identity } from '../../identity.ts'
import type { JsonObject } from '../../json.ts'

/** One item of `output`, finished. */
export interface Item extends JsonObject {
  readonly id: string
  readonly type: 'reasoning' | 'message' | 'function_call'
}

/** The response object with every field the real one has; `overrides` are what changes over its life. */
export function responseObject(body: JsonObject, id: Identity, overrides: JsonObject): JsonObject {
  return {
    id: `resp_${id.hex('response', 50)}`,
    object: 'response',
    created_at: id.created,
    status: 'in_progress',
    background: false,
    completed_at: null,
    error: null,
    frequency_penalty: 0,
    incomplete_details: null,
    instructions: body['instructions'] ?? null,
    max_output_tokens: body['max_output_tokens'] ?? null,
    max_tool_calls: null,
    model: body['model'],
    output: [],
    parallel_tool_calls: body['parallel_tool_calls'] ?? true,
    presence_penalty: 0,
    previous_response_id: body['previous_response_id'] ?? null,
    prompt_cache_key: body['prompt_cache_key'] ?? null,
    prompt_cache_retention: null,
    reasoning: body['reasoning'] ?? { effort: null, summary: null },
    safety_identifier: null,
    service_tier: 'default',
    store: body['store'] ?? true,
    temperature: body['temperature'] ?? 1,
    text: body['text'] ?? { format: { type: 'text' }, verbosity: 'medium' },
    tool_choice: body['tool_choice'] ?? 'auto',
    tools: body['tools'] ?? [],
    top_logprobs: 0,
    top_p: body['top_p'] ?? 1,
    truncation: 'disabled',
    usage: null,
    user: body['user'] ?? null,
    metadata: body['metadata'] ?? {},
    ...overrides,
  }
}
