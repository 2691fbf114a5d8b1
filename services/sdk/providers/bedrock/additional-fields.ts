/** `additionalModelRequestFields`: what Converse has no word for and hands to the model as it is. */
import { sampling } from '../anthropic/model-params.ts'
import { asObject, asString, objectsOf, omit } from '../json.ts'
import type { Json, JsonObject } from '../translator.ts'
import { isEager } from './betas.ts'
import { baseModel, isOpaqueProfile } from './model-id.ts'
import { claudeSupports, entrySays } from './knowledge.ts'
import { checkEffort, withinCeiling } from './thinking.ts'

/** Parameters of Converse itself: they are not the model's. */
const ownWords = new Set(
  (
    'maxTokens stopSequences temperature topP topK top_k tools tool_choice guardrailConfig performanceConfig serviceTier ' +
    'requestMetadata outputConfig output_config parallel_tool_calls client_metadata cache_control_injection_points model_id'
  ).split(' '),
)

/** The fields of a request; `params` holds all that is neither OpenAI's nor LiteLLM's. */
export function additionalFields(params: JsonObject, model: string, drop: boolean): JsonObject {
  const kept = Object.fromEntries(Object.entries(params).filter(([key]) => !ownWords.has(key)))
  const always = asObject(kept['thinking'])?.['type'] === 'disabled' && claudeSupports(model, 'thinking_always_on')
  return {
    ...(always ? omit(kept, ['thinking']) : kept),
    ...topK(params['topK'] ?? params['top_k'], model, drop),
    ...effort(params['output_config'], model),
  }
}

function topK(value: Json | undefined, model: string, drop: boolean): JsonObject {
  if (value === undefined || value === null) return {}
  const base = baseModel(model)
  if (base.startsWith('anthropic')) return sampling({ top_k: value }, model, drop)
  return base.startsWith('amazon.nova') ? { inferenceConfig: { topK: value } } : {}
}

function effort(value: Json | undefined, model: string): JsonObject {
  const config = omit(asObject(value) ?? {}, ['format'])
  if (Object.keys(config).length === 0) return {}
  if (isOpaqueProfile(model)) return { output_config: config }
  if (!baseModel(model).startsWith('anthropic')) return {}
  const lowered = withinCeiling(config, model)
  checkEffort(lowered['effort'], model)
  return { output_config: lowered }
}

/** Whether the tools of a request may be called one at a time only, as far as the model can be told. */
export function parallelUse(value: Json | undefined, model: string, chosen: boolean): JsonObject {
  if (value === undefined || !entrySays(model, 'supports_parallel_tool_use_config', said => said === true)) return {}
  const disabled = { disable_parallel_tool_use: !value }
  return { tool_choice: chosen ? disabled : { type: 'auto', ...disabled } }
}

const computerTool = /^(?:computer_use_preview|computer_|bash_|text_editor_)/

const isComputer = (tool: JsonObject): boolean => computerTool.test(asString(tool['type']) ?? '')

/** Anthropic's own tools, which Converse does not know, apart from the others. */
export function splitComputerTools(tools: readonly JsonObject[]): { computer: JsonObject[]; others: JsonObject[] } {
  const others = tools.filter(tool => !isComputer(tool))
  return { computer: tools.filter(isComputer).map(computerForm), others }
}

function computerForm(tool: JsonObject): JsonObject {
  const type = asString(tool['type']) ?? ''
  const called = asObject(tool['function'])
  if (type.startsWith('computer_') && called) {
    return { type, name: called['name'] ?? 'computer', ...asObject(called['parameters']) }
  }
  if ('name' in tool) return tool
  if (type.startsWith('bash_')) return { ...tool, name: 'bash' }
  return type.startsWith('text_editor_') ? { ...tool, name: 'str_replace_editor' } : tool
}

/** The beta that a model's computer tools need. */
function computerBeta(model: string): string {
  const name = model.toLowerCase()
  if (/opus[-_]4[-._][567]|sonnet[-_]4[-._]6/.test(name)) return 'computer-use-2025-11-24'
  return /sonnet[-_]4|haiku[-_]4[-._]5|opus[-_]4|sonnet[-_]3[-._]7/.test(name)
    ? 'computer-use-2025-01-24'
    : 'computer-use-2024-10-22'
}

/** The betas the fields need, behind those the client asked for; of context edits only compaction stays. */
export function withBetas(
  fields: JsonObject,
  asked: readonly string[],
  tools: readonly JsonObject[],
  model: string,
): JsonObject {
  if (!baseModel(model).startsWith('anthropic')) return fields
  const { context_management: context, ...rest } = fields
  const edits = objectsOf(asObject(context)?.['edits']).filter(edit => edit['type'] === 'compact_20260112')
  const effort = asObject(rest['output_config'])?.['effort'] ?? undefined
  const needs: [boolean, string][] = [
    [tools.some(isEager), 'fine-grained-tool-streaming-2025-05-14'],
    [rest['tools'] !== undefined, computerBeta(model)],
    [effort !== undefined && !claudeSupports(model, 'supports_adaptive_thinking'), 'effort-2025-11-24'],
    [edits.length > 0, 'compact-2026-01-12'],
  ]
  const betas = [...new Set([...asked, ...needs.filter(([needed]) => needed).map(([, beta]) => beta)])]
  return {
    ...rest,
    ...(edits.length > 0 ? { context_management: { ...asObject(context), edits } } : {}),
    ...(betas.length > 0 ? { anthropic_beta: betas } : {}),
  }
}
