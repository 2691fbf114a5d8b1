/** The configuration that both backends get: the suite's models, and deployments that single cases have of their own. */
import { stringify } from 'yaml'
import type { JsonObject } from '../../services/simulator/json.ts'
import { asObject, asText } from '../../services/simulator/json.ts'
import type { ParityCase } from './case.ts'

/** Model names by what LiteLLM is told about them. Models LiteLLM's price map knows differently are there once each. */
const models: Readonly<Record<string, string>> = {
  claude: 'anthropic/claude-sonnet-4-5',
  'claude-3': 'anthropic/claude-3-haiku-20240307',
  'claude-3-7': 'anthropic/claude-3-7-sonnet-20250219',
  'claude-sonnet-4': 'anthropic/claude-sonnet-4-20250514',
  'claude-haiku-4-5': 'anthropic/claude-haiku-4-5',
  'claude-opus-4-5': 'anthropic/claude-opus-4-5',
  'claude-opus-4-6': 'anthropic/claude-opus-4-6',
  'claude-opus-4-7': 'anthropic/claude-opus-4-7',
  'claude-opus-4-8': 'anthropic/claude-opus-4-8',
  'claude-sonnet-5': 'anthropic/claude-sonnet-5',
  'claude-sonnet-5-5': 'anthropic/claude-sonnet-5-5',
  'claude-opus-5': 'anthropic/claude-opus-5',
  'claude-unknown': 'anthropic/claude-nope',
  gpt: 'openai/gpt-4o',
  'gpt-5': 'openai/gpt-5',
  'gpt-5-2': 'openai/gpt-5.2',
  o3: 'openai/o3',
  'gpt-unknown': 'openai/my-model',
  groq: 'groq/llama-3.3-70b-versatile',
  mistral: 'mistral/mistral-large-latest',
  deepseek: 'deepseek/deepseek-chat',
  xai: 'xai/grok-4',
  openrouter: 'openrouter/meta-llama/llama-4',
  vllm: 'hosted_vllm/qwen',
  'gpt-oss': 'groq/openai/gpt-oss-120b',
  'router-claude': 'openrouter/anthropic/claude-sonnet-4.5',
  gemini: 'gemini/gemini-2.5-flash',
  'gemini-3': 'gemini/gemini-3-pro-preview',
}

/** The models on OpenAI's wire that are not OpenAI's. */
export const compatibles = ['groq', 'mistral', 'deepseek', 'xai', 'openrouter', 'vllm'] as const

/** The key that stands in the configuration; the simulator takes any. */
const providerKey = 'sk-provider'

/** A deployment's parameters at the simulator. */
function paramsOf(model: string, origin: string): JsonObject {
  const provider = model.split('/', 1)[0]
  const api_base = origin + (provider === 'anthropic' ? '' : provider === 'gemini' ? '/v1beta' : '/v1')
  return { model, api_base, api_key: providerKey }
}

/** The case with its own deployment's name in its body, where it has one. */
export function prepared(parityCase: ParityCase): ParityCase {
  const { deployment, body } = parityCase
  if (deployment === undefined || typeof body !== 'object') return parityCase
  return { ...parityCase, body: { ...body, model: ownName(parityCase) } }
}

function ownName({ name }: ParityCase): string {
  return `own-${name.replaceAll(/[^a-z0-9]+/gi, '-')}`
}

function entry(model_name: string, litellm_params: JsonObject): JsonObject {
  return { model_name, litellm_params }
}

/** The whole configuration as YAML. */
export function configOf(cases: readonly ParityCase[], origin: string): string {
  const own = cases.flatMap(parityCase => {
    if (parityCase.deployment === undefined) return []
    const asked = models[asText(asObject(parityCase.body)['model'])] ?? ''
    const model = asText(parityCase.deployment['model']) || asked
    // What is null is to be left out.
    const params = { ...paramsOf(model, origin), ...parityCase.deployment }
    return [
      entry(ownName(parityCase), Object.fromEntries(Object.entries(params).filter(([, value]) => value !== null))),
    ]
  })
  const config = {
    model_list: [...Object.entries(models).map(([name, model]) => entry(name, paramsOf(model, origin))), ...own],
    general_settings: { master_key: 'os.environ/LITELLM_MASTER_KEY', forward_client_headers_to_llm_api: true },
    // One call each: how often a failed one is repeated is the router's business and has its own cases.
    litellm_settings: { num_retries: 0, telemetry: false },
    router_settings: { num_retries: 0, model_group_alias: { nickname: 'claude' } },
  }
  // Both read YAML 1.1, where `yes` without quotes is no text.
  return stringify(config, { version: '1.1' })
}
