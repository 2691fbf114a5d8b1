/** What depends on the version of Azure's API: tool choices and structured answers. */
import { objectsOf, omit } from '../json.ts'
import { unsupportedParams } from '../parameters.ts'
import type { JsonObject, Target } from '../translator.ts'
import { deploymentName, versioned } from './azure.ts'
import { jsonTool, schemaIn } from './json-tool.ts'

/** The parameters as the version takes them; throws what it refuses unless that is dropped. */
export function azureParams(params: JsonObject, target: Target, drop: boolean): JsonObject {
  return byTool(withChoice(params, target, drop), target)
}

/** Whether the answer's tool call is to become its content. */
export function azureAnswersByTool(chat: JsonObject, target: Target): boolean {
  if (target.provider !== 'azure' || takesFormat(versioned(target, chat))) return false
  return schemaIn({ ...target.defaults, ...chat }) !== undefined
}

const reference =
  'Azure API Reference: https://learn.microsoft.com/en-us/azure/ai-services/openai/reference#chat-completions'

function withChoice(params: JsonObject, { apiVersion }: Target, drop: boolean): JsonObject {
  const { tool_choice: choice } = params
  const dated = dateOf(apiVersion)
  if (choice === undefined || dated === undefined) return params
  if (dated < '2023-12-01') {
    if (drop) return omit(params, ['tool_choice'])
    throw unsupportedParams(
      `Azure does not support 'tool_choice', for api_version=${apiVersion}. Bump your API version to ` +
        "'2023-12-01-preview' or later. This parameter requires 'api_version=\"2023-12-01-preview\"' or later. " +
        reference,
    )
  }
  if (choice !== 'required' || !/^2024-0[1-5]/.test(dated)) return params
  if (drop) return omit(params, ['tool_choice'])
  throw unsupportedParams(
    `Azure does not support 'required' as a tool_choice param, for api_version=${apiVersion}. To drop ` +
      "'tool_choice=required' for calls with this Azure API version, set `litellm.drop_params=True` or for proxy:\n\n" +
      `\`litellm_settings:\n drop_params: true\`\n${reference}`,
  )
}

function byTool(params: JsonObject, target: Target): JsonObject {
  if (params['response_format'] === undefined || takesFormat(target)) return params
  const rest = omit(params, ['response_format'])
  const schema = schemaIn(params)
  if (schema === undefined) return rest
  const { tool, choice } = jsonTool(schema)
  return { ...rest, tools: [tool, ...objectsOf(params['tools'])], tool_choice: params['tool_choice'] ?? choice }
}

function takesFormat({ apiVersion, model, baseModel }: Target): boolean {
  const name = baseModel ?? deploymentName(model)
  const dated = dateOf(apiVersion)
  return !/gpt-3\.5|gpt-3-5|gpt-35/.test(name) && (dated === undefined || dated >= '2024-08')
}

// A version without a date is one of those that go with the time.
function dateOf(version: string | undefined): string | undefined {
  return version !== undefined && version.split('-').length >= 3 ? version : undefined
}
