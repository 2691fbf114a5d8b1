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
  azure: 'azure/gpt-4o',
  instruct: 'openai/gpt-3.5-turbo-instruct',
  'text-completion': 'text-completion-openai/davinci-002',
  embedding: 'openai/text-embedding-3-small',
  'embedding-ada': 'openai/text-embedding-ada-002',
  'embedding-unknown': 'openai/my-embedder',
  'embedding-azure': 'azure/text-embedding-3-large',
  'embedding-mistral': 'mistral/mistral-embed',
  'embedding-together': 'together_ai/BAAI/bge-base-en-v1.5',
  'embedding-vllm': 'hosted_vllm/my-embedder',
  'embedding-openrouter': 'openrouter/openai/text-embedding-3-small',
  'embedding-gemini': 'gemini/gemini-embedding-001',
  gemini: 'gemini/gemini-2.5-flash',
  'gemini-pro': 'gemini/gemini-2.5-pro',
  'gemini-lite': 'gemini/gemini-2.5-flash-lite',
  'gemini-3': 'gemini/gemini-3-pro-preview',
  'gemini-3-flash': 'gemini/gemini-3-flash-preview',
  'gemini-2': 'gemini/gemini-2.0-flash',
  'gemini-old': 'gemini/gemini-1.5-pro',
  'gemini-image': 'gemini/gemini-2.5-flash-image',
  gemma: 'gemini/gemma-3-27b-it',
}

/** The models on OpenAI's wire that are not OpenAI's. */
export const compatibles = ['groq', 'mistral', 'deepseek', 'xai', 'openrouter', 'vllm'] as const

/** The key that stands in the configuration; the simulator takes any. */
const providerKey = 'sk-provider'

/** Where a provider's API begins at the simulator, if not at `/v1`. */
const pathOf: Readonly<Record<string, string>> = { anthropic: '', azure: '', gemini: '/v1beta' }

/** A deployment's parameters at the simulator. */
function paramsOf(model: string, origin: string): JsonObject {
  const provider = model.split('/', 1)[0]
  return { model, api_base: origin + (pathOf[provider ?? ''] ?? '/v1'), api_key: providerKey }
}

/** The case with its own deployment's name in its body, where it has one. */
export function prepared(parityCase: ParityCase): ParityCase {
  const { deployment, body } = parityCase
  if (deployment === undefined || typeof body !== 'object') return parityCase
  return { ...parityCase, body: { ...body, model: ownName(parityCase) } }
}

/** A deployment whose `api_base` may begin with `ORIGIN`, the simulator's address. */
function withOrigin(deployment: JsonObject, origin: string): JsonObject {
  const base = deployment['api_base']
  return typeof base === 'string' ? { ...deployment, api_base: base.replace('ORIGIN', origin) } : deployment
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
    const params = { ...paramsOf(model, origin), ...withOrigin(parityCase.deployment, origin) }
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
