/** The configuration that both backends get: the suite's models, and deployments that single cases have of their own. */
import { stringify } from 'yaml'
import type { JsonObject } from '../../services/simulator/json.ts'
import { asObject, asText } from '../../services/simulator/json.ts'
import { compatiblePrefixes } from '../../services/sdk/providers/openai/compatible.ts'
import { isLossy } from '../../services/sdk/providers/registry.ts'
import { serviceAccount } from '../support/google-account.ts'
import type { ParityCase } from './case.ts'
import { embeddingModels, embeddingParams } from './embedding-models.ts'
import { nativeModels, nativeParams } from './native-models.ts'

/** Names of models that have a form of their own. */
const namesOf: Readonly<Record<string, string>> = {
  clarifai: 'openai.chat-completion.gpt-oss-20b',
  ragflow: 'chat/some-id/some-model',
}

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
  'gpt-codex': 'openai/gpt-5.3-codex',
  'gpt-pro': 'openai/gpt-5-pro',
  'azure-codex': 'azure/gpt-5.1-codex',
  o3: 'openai/o3',
  'gpt-unknown': 'openai/my-model',
  groq: 'groq/llama-3.3-70b-versatile',
  mistral: 'mistral/mistral-large-latest',
  deepseek: 'deepseek/deepseek-chat',
  xai: 'xai/grok-4',
  'xai-multi-agent': 'xai/grok-4.20-multi-agent',
  openrouter: 'openrouter/meta-llama/llama-4',
  vllm: 'hosted_vllm/qwen',
  'vertex-gemini': 'vertex_ai/gemini-2.5-flash',
  'vertex-gemini-2': 'vertex_ai/gemini-2.0-flash',
  'vertex-gemini-3': 'vertex_ai/gemini-3-pro-preview',
  'vertex-beta': 'vertex_ai_beta/gemini-2.5-flash',
  'vertex-claude': 'vertex_ai/claude-sonnet-4-5',
  'vertex-embedding': 'vertex_ai/text-embedding-005',
  'vertex-gemini-embedding': 'vertex_ai/gemini-embedding-001',
  'vertex-claude-dated': 'vertex_ai/claude-sonnet-4-5@20250929',
  'vertex-claude-opus-4-5': 'vertex_ai/claude-opus-4-5',
  'vertex-claude-4-6': 'vertex_ai/claude-opus-4-6@default',
  'vertex-claude-4-7': 'vertex_ai/claude-opus-4-7',
  'vertex-claude-5-5': 'vertex_ai/claude-opus-5-5',
  'vertex-llama': 'vertex_ai/meta/llama-4-maverick-17b-128e-instruct-maas',
  'vertex-deepseek': 'vertex_ai/deepseek-ai/deepseek-v3.1-maas',
  'vertex-qwen': 'vertex_ai/qwen/qwen3-coder-480b-a35b-instruct-maas',
  'vertex-gpt-oss': 'vertex_ai/openai/gpt-oss-120b-maas',
  'vertex-kimi': 'vertex_ai/moonshotai/kimi-k2-thinking-maas',
  'vertex-mistral': 'vertex_ai/mistral-medium-3@001',
  'vertex-mistral-new': 'vertex_ai/mistral-next',
  'vertex-codestral': 'vertex_ai/codestral-2',
  'vertex-garden': 'vertex_ai/openai/5464397967697903616',
  'vertex-grok': 'vertex_ai/xai/grok-4.1-fast-reasoning',
  'vertex-jamba': 'vertex_ai/jamba-1.5-large@001',
  bedrock: 'bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  'bedrock-3-5': 'bedrock/anthropic.claude-3-5-sonnet-20241022-v2:0',
  'bedrock-opus-4-5': 'bedrock/global.anthropic.claude-opus-4-5-20251101-v1:0',
  'bedrock-opus-4-6': 'bedrock/us.anthropic.claude-opus-4-6-v1',
  'bedrock-opus-4-7': 'bedrock/anthropic.claude-opus-4-7',
  'bedrock-sonnet-5': 'bedrock/converse/us.anthropic.claude-sonnet-5',
  'bedrock-nova': 'bedrock/us.amazon.nova-pro-v1:0',
  'bedrock-nova-2': 'bedrock/us.amazon.nova-2-lite-v1:0',
  'bedrock-llama': 'bedrock/us.meta.llama3-3-70b-instruct-v1:0',
  'bedrock-gpt-oss': 'bedrock/openai.gpt-oss-120b-1:0',
  'bedrock-deepseek': 'bedrock/us.deepseek.r1-v1:0',
  'bedrock-unknown': 'bedrock/converse/acme.model-v1:0',
  'bedrock-invoke': 'bedrock/invoke/us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  'bedrock-invoke-3': 'bedrock/invoke/anthropic.claude-3-5-sonnet-20240620-v1:0',
  'titan-v2': 'bedrock/amazon.titan-embed-text-v2:0',
  'titan-v1': 'bedrock/amazon.titan-embed-text-v1',
  'titan-image': 'bedrock/amazon.titan-embed-image-v1',
  'bedrock-cohere-3': 'bedrock/cohere.embed-english-v3',
  'bedrock-cohere-4': 'bedrock/us.cohere.embed-v4:0',
  'nova-embedding': 'bedrock/amazon.nova-2-multimodal-embeddings-v1:0',
  fireworks: 'fireworks_ai/kimi-k2p6',
  'fireworks-unknown': 'fireworks_ai/my-model',
  together: 'together_ai/openai/gpt-oss-120b',
  'together-unknown': 'together_ai/my-model',
  cohere: 'cohere/command-a-03-2025',
  'cohere-chat': 'cohere_chat/command-r-plus',
  'ollama-chat': 'ollama_chat/llama3.1',
  'ollama-unknown': 'ollama_chat/my-model',
  ollama: 'ollama/llama3.1',
  ...Object.fromEntries(compatiblePrefixes.map(prefix => [prefix, `${prefix}/${namesOf[prefix] ?? 'some-model'}`])),
  azure: 'azure/gpt-4o',
  azure_ai: 'azure_ai/mistral-large',
  'azure-claude': 'azure_ai/claude-sonnet-4-5',
  'azure-ai-unknown': 'azure_ai/my-model',
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
  'embedding-nim': 'nvidia_nim/nvidia/nv-embedqa-e5-v5',
  'embedding-fireworks': 'fireworks_ai/my-embedder',
  'embedding-nomic': 'fireworks_ai/nomic-ai/nomic-embed-text-v1.5',
  'embedding-nebius': 'nebius/BAAI/bge-en-icl',
  'embedding-xinference': 'xinference/bge-base-en',
  'embedding-sambanova': 'sambanova/E5-Mistral-7B-Instruct',
  'embedding-infinity': 'infinity/my-embedder',
  'embedding-voyage': 'voyage/voyage-3-large',
  'embedding-jina': 'jina_ai/jina-embeddings-v3',
  'embedding-vercel': 'vercel_ai_gateway/openai/text-embedding-3-small',
  'embedding-cohere': 'cohere/embed-v4.0',
  'embedding-proxied': 'litellm_proxy/my-embedder',
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
  'gpt-oss': 'groq/openai/gpt-oss-120b',
  'router-claude': 'openrouter/anthropic/claude-sonnet-4.5',
  ...nativeModels,
  ...embeddingModels,
}

/** The models on OpenAI's wire that are not OpenAI's. */
export const compatibles = [
  'groq',
  'mistral',
  'deepseek',
  'xai',
  'openrouter',
  'vllm',
  'fireworks',
  'fireworks-unknown',
  'together',
  'together-unknown',
] as const

/** The key that stands in the configuration; the simulator takes any. */
const providerKey = 'sk-provider'

/** Parameters as they stand in a case: `ORIGIN` is the simulator's address, `ACCOUNT` a service account of the case's. */
function filledIn(params: JsonObject, origin: string, owner: string): JsonObject {
  const filled = Object.entries(params).map(([key, value]) => {
    if (typeof value !== 'string') return [key, value]
    const account = /^ACCOUNT(\/\w+)?$/.exec(value)
    return [key, account ? accountOf(origin, account[1], owner) : value.replace('ORIGIN', origin)]
  })
  return Object.fromEntries(filled) as JsonObject
}

function accountOf(origin: string, trouble = '', owner = 'everybody'): string {
  return JSON.stringify(serviceAccount(origin, trouble, owner))
}

const awsKeys = {
  aws_access_key_id: 'AKIDPARITY',
  aws_secret_access_key: 'a secret for parity',
  aws_region_name: 'us-west-2',
}

/** Where a provider's API begins at the simulator, if not at `/v1`. */
const pathOf: Readonly<Record<string, string>> = {
  anthropic: '',
  azure: '',
  cohere: '/v2/chat',
  cohere_chat: '/v2/chat',
  datarobot: '',
  gradient_ai: '',
  gemini: '/v1beta',
  ollama: '',
  ollama_chat: '',
}

/** A deployment's parameters at the simulator. */
export function paramsOf(model: string, origin: string): JsonObject {
  const provider = model.split('/', 1)[0]
  if (provider === 'vertex_ai' || provider === 'vertex_ai_beta') {
    const place = { vertex_project: 'project-1', vertex_location: 'europe-west1' }
    return { model, api_base: origin, ...place, vertex_credentials: accountOf(origin) }
  }
  if (provider?.startsWith('sagemaker')) return { model, sagemaker_base_url: `${origin}/invocations`, ...awsKeys }
  if (provider === 'bedrock') return { model, aws_bedrock_runtime_endpoint: origin, ...awsKeys }
  if (model.startsWith('cohere/embed')) return { model, api_base: `${origin}/v2/embed`, api_key: providerKey }
  // Without it LiteLLM refuses every call of GradientAI's over a parameter of its own.
  const drops = provider === 'gradient_ai' ? { drop_params: true } : {}
  const own = { ...nativeParams(model, origin), ...embeddingParams(model, origin) }
  return { model, api_base: origin + (pathOf[provider ?? ''] ?? '/v1'), api_key: providerKey, ...drops, ...own }
}

/** The case with its own deployment's name in its body, where it has one. */
export function withOwnName(parityCase: ParityCase): ParityCase {
  const { deployment, body } = parityCase
  if (deployment === undefined || typeof body !== 'object') return parityCase
  const model = asText(deployment['model']) || modelNamed(body)
  return { ...parityCase, deployment: { ...deployment, model }, body: { ...body, model: ownName(parityCase) } }
}

export function ownName({ name }: ParityCase): string {
  return `own-${name.replaceAll(/[^a-z0-9]+/gi, '-')}`
}

function entry(model_name: string, litellm_params: JsonObject): JsonObject {
  return { model_name, litellm_params }
}

function modelNamed(body: ParityCase['body']): string {
  const asked = asText(asObject(body)['model'])
  return (Object.hasOwn(models, asked) ? models[asked] : undefined) ?? ''
}

/** Whether a case is asked of a model whose answers come through the AI SDK. */
export function isLossyCase({ deployment, body }: ParityCase): boolean {
  const model = asText(deployment?.['model']) || modelNamed(body)
  return isLossy(model.split('/', 1)[0] ?? '')
}

/** The whole configuration as YAML. */
export function configOf(cases: readonly ParityCase[], origin: string): string {
  const own = cases.flatMap(parityCase => {
    if (parityCase.deployment === undefined) return []
    const asked = models[asText(asObject(parityCase.body)['model'])] ?? ''
    const model = asText(parityCase.deployment['model']) || asked
    // What is null is to be left out.
    const params = { ...paramsOf(model, origin), ...filledIn(parityCase.deployment, origin, ownName(parityCase)) }
    return [
      entry(ownName(parityCase), Object.fromEntries(Object.entries(params).filter(([, value]) => value !== null))),
    ]
  })
  const config = {
    model_list: [...Object.entries(models).map(([name, model]) => entry(name, paramsOf(model, origin))), ...own],
    general_settings: {
      master_key: 'os.environ/LITELLM_MASTER_KEY',
      forward_client_headers_to_llm_api: true,
      cancel_on_disconnect: true,
    },
    // One call each: how often a failed one is repeated is the router's business and has its own cases.
    // Its pings come after fifteen seconds, which is long for a suite.
    litellm_settings: {
      num_retries: 0,
      telemetry: false,
      anthropic_sse_ping_interval_seconds: 1,
      // The simulator's own web is on the loopback, where nothing is fetched from unless it is allowed.
      user_url_allowed_hosts: [new URL(origin).host],
    },
    router_settings: { num_retries: 0, model_group_alias: { nickname: 'claude' } },
  }
  // Both read YAML 1.1, where `yes` without quotes is no text.
  return stringify(config, { version: '1.1' })
}
