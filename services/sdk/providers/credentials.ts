/** The environment variables in which LiteLLM looks for a provider's key and address where a deployment names none. */

interface Variables {
  /** The first that is set wins. */
  readonly keys?: readonly string[]
  readonly bases?: readonly string[]
}

const names = (text: string): readonly string[] => text.split(' ').filter(Boolean)

const watsonx: Variables = {
  keys: names('WX_API_KEY WATSONX_API_KEY WATSONX_APIKEY WATSONX_ZENAPIKEY'),
  bases: names('WATSONX_API_BASE WATSONX_URL WX_URL WML_URL'),
}

/** Where the names are not just the provider's with `_API_KEY` and `_API_BASE` behind it. */
const variables: Readonly<Record<string, Variables>> = {
  ai21_chat: { keys: names('AI21_API_KEY'), bases: names('AI21_API_BASE') },
  apertis: { keys: names('STIMA_API_KEY'), bases: [] },
  azure_ai: { bases: names('AZURE_AI_API_BASE') },
  azure: { keys: names('AZURE_OPENAI_API_KEY AZURE_API_KEY') },
  bytez: { bases: [] },
  clarifai: { bases: [] },
  cohere: { keys: names('COHERE_API_KEY CO_API_KEY') },
  cohere_chat: { keys: names('COHERE_API_KEY CO_API_KEY'), bases: names('COHERE_API_BASE') },
  cometapi: { keys: names('COMETAPI_KEY'), bases: names('COMETAPI_API_BASE') },
  compactifai: { bases: [] },
  datarobot: { keys: names('DATAROBOT_API_TOKEN'), bases: names('DATAROBOT_ENDPOINT') },
  featherless_ai: {
    keys: names('FEATHERLESS_AI_API_KEY FEATHERLESS_API_KEY'),
    bases: names('FEATHERLESS_AI_API_BASE FEATHERLESS_API_BASE'),
  },
  fireworks_ai: {
    keys: names('FIREWORKS_API_KEY FIREWORKS_AI_API_KEY FIREWORKSAI_API_KEY FIREWORKS_AI_TOKEN'),
    bases: names('FIREWORKS_API_BASE'),
  },
  friendliai: { keys: names('FRIENDLIAI_API_KEY FRIENDLI_TOKEN'), bases: names('FRIENDLI_API_BASE') },
  github_copilot: { keys: [], bases: [] },
  gemini: { keys: names('GOOGLE_API_KEY GEMINI_API_KEY') },
  gradient_ai: { bases: names('GRADIENT_AI_AGENT_ENDPOINT') },
  huggingface: { keys: names('HF_TOKEN HUGGINGFACE_API_KEY'), bases: [] },
  jina_ai: { keys: names('JINA_AI_API_KEY JINA_API_KEY JINA_AI_TOKEN'), bases: names('JINA_AI_API_BASE') },
  lambda_ai: { keys: names('LAMBDA_API_KEY'), bases: names('LAMBDA_API_BASE') },
  meta_llama: { keys: names('LLAMA_API_KEY'), bases: names('LLAMA_API_BASE') },
  'nano-gpt': { keys: names('NANOGPT_API_KEY'), bases: [] },
  ollama_chat: { keys: names('OLLAMA_API_KEY'), bases: names('OLLAMA_API_BASE') },
  openai: { bases: names('OPENAI_BASE_URL OPENAI_API_BASE') },
  openrouter: { keys: names('OPENROUTER_API_KEY OR_API_KEY') },
  perplexity: { keys: names('PERPLEXITYAI_API_KEY PERPLEXITY_API_KEY') },
  'text-completion-codestral': { keys: names('CODESTRAL_API_KEY'), bases: [] },
  'text-completion-inception': { keys: names('INCEPTION_API_KEY'), bases: names('INCEPTION_API_BASE') },
  'text-completion-openai': { keys: names('OPENAI_API_KEY'), bases: names('OPENAI_BASE_URL OPENAI_API_BASE') },
  anthropic_text: { keys: names('ANTHROPIC_API_KEY'), bases: names('ANTHROPIC_API_BASE ANTHROPIC_BASE_URL') },
  gigachat: { keys: names('GIGACHAT_API_KEY GIGACHAT_CREDENTIALS'), bases: names('GIGACHAT_API_BASE') },
  replicate: { keys: names('REPLICATE_API_KEY REPLICATE_API_TOKEN'), bases: names('REPLICATE_API_BASE') },
  watsonx: watsonx,
  watsonx_text: watsonx,
  scaleway: { keys: names('SCW_SECRET_KEY'), bases: [] },
  'scx-ai': { keys: names('SCX_API_KEY'), bases: names('SCX_API_BASE') },
  snowflake: { keys: names('SNOWFLAKE_JWT'), bases: [] },
  tensormesh: { keys: names('TENSORMESH_INFERENCE_API_KEY'), bases: names('TENSORMESH_SERVERLESS_BASE_URL') },
  together_ai: { keys: names('TOGETHER_API_KEY TOGETHER_AI_API_KEY TOGETHERAI_API_KEY TOGETHER_AI_TOKEN') },
  veniceai: { keys: names('VENICE_AI_API_KEY'), bases: [] },
  vercel_ai_gateway: { keys: names('VERCEL_AI_GATEWAY_API_KEY VERCEL_OIDC_TOKEN') },
  vertex_ai: { bases: names('VERTEXAI_API_BASE VERTEXAI_BASE_URL') },
  voyage: { keys: names('VOYAGE_API_KEY VOYAGE_AI_API_KEY VOYAGE_AI_TOKEN'), bases: [] },
}

const ibm: Readonly<Record<string, readonly string[]>> = {
  project_id: names('WATSONX_PROJECT_ID WX_PROJECT_ID PROJECT_ID'),
  space_id: names('WATSONX_DEPLOYMENT_SPACE_ID WATSONX_SPACE_ID WX_SPACE_ID SPACE_ID'),
  token: names('WATSONX_TOKEN'),
  zen_api_key: names('WATSONX_ZENAPIKEY'),
  iam_url: names('WATSONX_IAM_URL'),
}

/** Other parameters of deployments that variables stand in for. */
const settings: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  gigachat: {
    gigachat_access_token: names('GIGACHAT_ACCESS_TOKEN'),
    gigachat_auth_url: names('GIGACHAT_AUTH_URL'),
    gigachat_scope: names('GIGACHAT_SCOPE'),
  },
  oci: {
    oci_region: names('OCI_REGION'),
    oci_user: names('OCI_USER'),
    oci_fingerprint: names('OCI_FINGERPRINT'),
    oci_tenancy: names('OCI_TENANCY'),
    oci_key: names('OCI_KEY'),
    oci_key_file: names('OCI_KEY_FILE'),
    oci_compartment_id: names('OCI_COMPARTMENT_ID'),
  },
  predibase: { predibase_tenant_id: names('PREDIBASE_TENANT_ID') },
  snowflake: { account_id: names('SNOWFLAKE_ACCOUNT_ID') },
  watsonx: ibm,
  watsonx_text: ibm,
}

/** Whose address LiteLLM takes from the configuration alone. */
const fixed = new Set(
  names('abliteration assemblyai charity_engine chutes gmi helicone llamagate poe sarvam synthetic xiaomi_mimo'),
)

type Env = Readonly<Record<string, string | undefined>>

/** A provider's key from the environment. */
export function keyFromEnv(provider: string, env: Env): string | undefined {
  return firstOf(of(provider).keys ?? [`${prefixOf(provider)}_API_KEY`], env)
}

/** A provider's address from the environment. */
export function baseFromEnv(provider: string, env: Env): string | undefined {
  if (fixed.has(provider)) return undefined
  const prefix = prefixOf(provider)
  return firstOf(of(provider).bases ?? [`${prefix}_API_BASE`, `${prefix}_BASE_URL`], env)
}

/** What the environment says of a provider's deployments besides. */
export function settingsFromEnv(provider: string, env: Env): Record<string, string> {
  const own = Object.hasOwn(settings, provider) ? (settings[provider] ?? {}) : {}
  return Object.fromEntries(
    Object.entries(own).flatMap(([name, all]) => {
      const value = firstOf(all, env)
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

const of = (provider: string): Variables => (Object.hasOwn(variables, provider) ? (variables[provider] ?? {}) : {})

const prefixOf = (provider: string): string => provider.replaceAll('-', '_').toUpperCase()

function firstOf(all: readonly string[], env: Env): string | undefined {
  return all.map(name => env[name]).find(Boolean)
}
