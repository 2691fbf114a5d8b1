/** Parameters in the words of the providers that differ from OpenAI's. */
import { asCount, asObject, asString, isObject, objectsOf, omit } from '../json.ts'
import type { Json, JsonObject } from '../translator.ts'
import { compatibleBody, compatibleOf } from './compatible.ts'
import { copilotThinking } from './copilot-params.ts'
import { databricksThinking, databricksTools } from './databricks.ts'
import { fireworksBody } from './fireworks.ts'
import { withJsonTool } from './groq-json.ts'
import { mistralEffort } from './mistral-reasoning.ts'
import { reasoningParams } from './reasoning-params.ts'
import { sailBody } from './sail.ts'
import { seriesOf } from './supported.ts'
import { tencentThinking, volcengineThinking } from './thinking-switch.ts'
import { togetherBody } from './together.ts'

/** Whose parameters these are; `shown` is the model as errors name it. */
export interface Asked {
  readonly provider: string
  readonly model: string
  readonly shown: string
}

/** The parameters as the provider takes them. */
export function providerParams(params: JsonObject, asked: Asked, drop: boolean): JsonObject {
  const { provider, model } = asked
  switch (provider) {
    case 'mistral':
    case 'codestral':
    case 'vertex_ai/mistral':
      return mistral(mistralEffort(params, model))
    case 'vertex_ai/codestral':
      return seeded(oneLimit(params))
    case 'xai':
      return xai(oneLimit(params))
    case 'github_copilot':
      return reasoningParams(seriesOf(model) === 'plain' ? omit(params, copilotThinking) : params, asked, drop)
    case 'groq':
      return withJsonTool(oneLimit(params), model)
    case 'deepseek':
      return deepseek(params)
    case 'fireworks_ai':
      return fireworksBody(params)
    case 'together_ai':
      return togetherBody(params, model, drop)
    case 'openrouter':
      return params['reasoning_effort'] === 'max' ? { ...params, reasoning_effort: 'xhigh' } : params
    case 'hosted_vllm':
      return vllm(params)
    case 'azure_ai':
      return omit(reasoningParams(params, asked, drop), ['prompt_cache_retention'])
    case 'azure':
      // LiteLLM neither refuses it there nor sends it.
      return reasoningParams(
        seriesOf(model) === 'plain' ? omit(params, ['prompt_cache_retention']) : params,
        asked,
        drop,
      )
    default: {
      const compatible = compatibleOf(provider)
      return compatible
        ? special(compatibleBody(compatible, params, drop), asked, drop)
        : reasoningParams(params, asked, drop)
    }
  }
}

const withDatabricksTools = ({ tools }: JsonObject, model: string): JsonObject =>
  tools === undefined ? {} : { tools: databricksTools(tools, model) ?? null }

/** What only one of the prefixes does. */
function special(params: JsonObject, { provider, model }: Asked, drop: boolean): JsonObject {
  if (provider === 'databricks') return databricksThinking({ ...params, ...withDatabricksTools(params, model) }, model)
  if (provider === 'sail') return sailBody(params, drop)
  if (provider === 'tencent') return tencentThinking(params, model)
  return provider === 'volcengine' ? volcengineThinking(params) : params
}

function oneLimit(params: JsonObject): JsonObject {
  if (params['max_completion_tokens'] === undefined) return params
  return { ...omit(params, ['max_completion_tokens']), max_tokens: params['max_completion_tokens'] }
}

function withTools(params: JsonObject, map: (tools: JsonObject[]) => JsonObject[]): JsonObject {
  return params['tools'] === undefined ? params : { ...params, tools: map(objectsOf(params['tools'])) }
}

function mistral(params: JsonObject): JsonObject {
  const mapped = withTools(oneLimit(params), tools =>
    tools.map(tool => asObject(withoutKeys(tool, ['$id', '$schema'])) ?? tool),
  )
  const { tool_choice: choice, ...rest } = seeded(mapped)
  return {
    ...rest,
    ...(typeof choice === 'string' ? { tool_choice: choice === 'auto' || choice === 'none' ? choice : 'any' } : {}),
  }
}

function seeded({ seed, ...rest }: JsonObject): JsonObject {
  return seed === undefined ? rest : { ...rest, random_seed: seed }
}

function xai(params: JsonObject): JsonObject {
  const {
    tools,
    web_search_options: _,
    ...rest
  } = withTools(params, given => given.map(tool => asObject(withoutStrict(tool)) ?? tool))
  return objectsOf(tools).length > 0 ? { ...rest, tools } : rest
}

// DeepSeek thinks or does not; it knows no budget and no efforts.
function deepseek(params: JsonObject): JsonObject {
  const { thinking, reasoning_effort: effort, ...rest } = params
  const type = asString(asObject(thinking)?.['type'])
  const functions = withFunctionTools(rest)
  if (type === 'enabled' || type === 'disabled') return { ...functions, thinking: { type } }
  if (effort === undefined) return functions
  return { ...functions, thinking: { type: effort === 'none' ? 'disabled' : 'enabled' } }
}

function withFunctionTools(params: JsonObject): JsonObject {
  const given = objectsOf(params['tools'])
  const tools = given.filter(tool => tool['type'] === 'function')
  if (tools.length === given.length) return params
  return tools.length > 0 ? { ...params, tools } : omit(params, ['tools', 'tool_choice', 'parallel_tool_calls'])
}

function vllm(params: JsonObject): JsonObject {
  const { thinking, ...rest } = withTools(params, tools =>
    tools.map((tool, index) => functionOfCustom(asObject(withoutFalse(withoutStrict(tool))) ?? tool, index)),
  )
  const asked = asObject(thinking)
  if (asked?.['type'] !== 'enabled' || rest['reasoning_effort'] !== undefined) return rest
  return { ...rest, reasoning_effort: effortOfBudget(asCount(asked['budget_tokens'])) }
}

/** vLLM takes functions alone: a custom tool becomes one with a single text. */
function functionOfCustom(tool: JsonObject, index: number): JsonObject {
  if (tool['type'] !== 'custom') return tool
  const custom = asObject(tool['custom']) ?? {}
  const description = custom['description'] || tool['description']
  const text = { type: 'string', description: 'Raw tool input payload.' }
  const parameters = asObject(custom['input_schema'] || tool['input_schema']) ?? {
    type: 'object',
    properties: { input: text },
    required: ['input'],
  }
  const name = custom['name'] || tool['name'] || `custom_tool_${index}`
  return {
    type: 'function',
    function: { name, parameters, ...(typeof description === 'string' ? { description } : {}) },
  }
}

/** The effort that a budget of thinking tokens stands for. */
export function effortOfBudget(budget: number): string {
  if (budget >= 4096) return 'high'
  if (budget >= 2048) return 'medium'
  return budget >= 1024 ? 'low' : 'minimal'
}

const withoutStrict = (node: Json): Json => withoutKeys(node, ['strict'])

function withoutKeys(node: Json, keys: readonly string[]): Json {
  if (Array.isArray(node)) return node.map(item => withoutKeys(item, keys))
  if (!isObject(node)) return node
  const kept = Object.entries(omit(node, keys))
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutKeys(value ?? null, keys)]))
}

function withoutFalse(node: Json): Json {
  if (Array.isArray(node)) return node.map(withoutFalse)
  if (!isObject(node)) return node
  const kept = Object.entries(node).filter(([key, value]) => key !== 'additionalProperties' || value !== false)
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutFalse(value ?? null)]))
}
