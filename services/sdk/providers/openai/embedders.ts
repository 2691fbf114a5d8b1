/** The providers that embed on OpenAI's wire, and what is special about each (main.py, embedding). */
import { compatibleOf } from './compatible.ts'
import { type Carrier, jinaInput, voyageDocuments, voyageParts } from './embedding-inputs.ts'

/** How LiteLLM asks a provider for embeddings, and what of OpenAI's it lets it have. */
export interface Embedder {
  /** OpenAI's client; LiteLLM's own, which mostly sends lists; Azure's, which asks for vectors in base64 and reads them. */
  readonly via: 'client' | 'http' | 'azure'
  /** Where the provider is if the deployment does not say. */
  readonly base?: string
  /** The only ones of OpenAI's parameters that are taken; all of them where nothing is said. */
  takes?(model: string): readonly string[]
  /** `dimensions` in the provider's words. */
  readonly dimensions?: string
  /** An input stays what the client made of it. */
  readonly inputAsIs?: boolean
  /** The answer is handed on without a look at it; `total`: of its usage only the total is told; `model`: all of it. */
  readonly answer?: 'plain' | 'model' | 'total' | 'listed'
  /** Its answers' names are told. */
  readonly tellsId?: boolean
  /** Vectors come as signed bytes in base64. */
  readonly signedBytes?: boolean
  /** Where they are, if not right below the base. */
  address?(base: string): string
  /** Other headers than a key and a content type. */
  readonly headers?: Readonly<Record<string, string>>
  /** LiteLLM quotes failed answers whole. */
  readonly terse?: boolean
  /** Not on LiteLLM's list of compatible providers, so that it reads no more than the status of their errors. */
  readonly unlisted?: boolean
  /** An answer that is no JSON is shown as it is. */
  readonly showsText?: boolean
  /** What is said of an answer that is no JSON, before Python's words for that. */
  readonly misread?: string
  /** Only the headers that are said here, whatever chats carry. */
  readonly ownHeaders?: boolean
  /** What does not come to an answer is a failure of the server's to LiteLLM, and an error's headers are lost. */
  readonly likeOpenAi?: boolean
  /** How its input is carried, where not as it is. */
  readonly carries?: Carrier
  /** LiteLLM does not ask it without a key. */
  readonly needsKey?: boolean
  /** What LiteLLM calls it where nobody is there. */
  readonly unreachable?: string
  /** Its parameters are refused in the words of whom LiteLLM knows nothing of. */
  readonly unknown?: boolean
}

const client: Embedder = { via: 'client' }
const http: Embedder = { via: 'http' }
const none = (): readonly string[] => []
const terse: Embedder = { via: 'http', terse: true }
/** Whom LiteLLM asks by itself, and of whose errors it reads the status. */
const own: Embedder = { ...terse, unlisted: true }
const below = (base: string): string => `${base}/embeddings`
const like: Embedder = {
  ...terse,
  inputAsIs: true,
  answer: 'model',
  likeOpenAi: true,
  ownHeaders: true,
  address: below,
}
const dashscope: Embedder = {
  ...terse,
  inputAsIs: true,
  needsKey: true,
  answer: 'listed',
  tellsId: true,
  showsText: true,
  misread: 'Failed to parse DashScope response as JSON: ',
}
const accepting = { accept: 'application/json' }

const voyage: Embedder = {
  ...terse,
  unlisted: true,
  showsText: true,
  base: 'https://api.voyageai.com/v1',
  takes: () => ['encoding_format', 'dimensions'],
  dimensions: 'output_dimension',
  inputAsIs: true,
  answer: 'total',
}

const belowOnce =
  (ending: string) =>
  (base: string): string =>
    base.endsWith(`/${ending}`) ? base : `${base}/${ending}`

const voyageContextual: Embedder = {
  ...voyage,
  carries: voyageDocuments,
  address: belowOnce('contextualizedembeddings'),
}

const voyageMultimodal: Embedder = {
  ...voyage,
  needsKey: true,
  takes: () => ['dimensions'],
  carries: voyageParts,
  address: belowOnce('multimodalembeddings'),
}

const embedders: Readonly<Record<string, Embedder>> = {
  openai: client,
  azure: { via: 'azure' },
  mistral: { ...client, takes: () => ['encoding_format'] },
  together_ai: client,
  nvidia_nim: client,
  litellm_proxy: client,
  nebius: client,
  wandb: client,
  xinference: client,
  fireworks_ai: { ...client, takes: model => (model.includes('nomic-ai') ? ['dimensions'] : []) },
  hosted_vllm: http,
  openrouter: http,
  vercel_ai_gateway: { ...terse, base: 'https://ai-gateway.vercel.sh/v1' },
  sambanova: { ...terse, takes: none, inputAsIs: true, answer: 'plain', showsText: true, headers: accepting },
  infinity: {
    ...terse,
    unlisted: true,
    showsText: true,
    takes: () => ['encoding_format', 'dimensions'],
    dimensions: 'output_dimension',
    inputAsIs: true,
    answer: 'plain',
    headers: accepting,
  },
  voyage,
  azure_ai: {
    ...client,
    ownHeaders: true,
    address: base => below(/^[^?#]*\.services\.ai\.azure\.com(?![^?#]*\/models$)/.test(base) ? `${base}/models` : base),
  },
  databricks: { ...like, needsKey: true, takes: none },
  openai_like: { ...like, needsKey: true, takes: none, unlisted: true, unknown: true },
  llamafile: like,
  lm_studio: { ...like, takes: none },
  cometapi: { ...terse, inputAsIs: true, answer: 'plain', showsText: true, headers: accepting, address: below },
  ovhcloud: {
    ...terse,
    unlisted: true,
    takes: none,
    inputAsIs: true,
    answer: 'plain',
    showsText: true,
    headers: accepting,
    address: below,
  },
  dashscope,
  qwencloud: dashscope,
  qwen_ai_platform: dashscope,
  // On wires of their own; here is how their failures are told.
  gigachat: own,
  oci: { ...own, showsText: true, misread: 'Failed to parse OCI embed response as JSON: ' },
  triton: { ...own, showsText: true },
  watsonx: { ...own, unreachable: 'InternalServerError' },
  perplexity: {
    ...terse,
    ownHeaders: true,
    takes: () => ['encoding_format', 'dimensions'],
    inputAsIs: true,
    answer: 'listed',
    signedBytes: true,
    showsText: true,
    address: base => (base.endsWith('/embeddings') ? base : `${base}/v1/embeddings`),
  },
  volcengine: {
    ...terse,
    needsKey: true,
    takes: () => ['encoding_format', 'user'],
    answer: 'model',
    misread: 'Failed to parse Volcengine response as JSON: ',
    address: base => (base.endsWith('/api/v3') ? below(base) : `${base}/api/v3/embeddings`),
  },
  edenai: { ...http, inputAsIs: true, address: below },
  jina_ai: {
    ...terse,
    unlisted: true,
    base: 'https://api.jina.ai/v1',
    takes: () => ['dimensions'],
    answer: 'model',
    carries: jinaInput,
  },
}

/** The provider's name before `Exception`. */
export const embedderName = (provider: string): string => provider.charAt(0).toUpperCase() + provider.slice(1)

/** How a provider embeds; undefined where it does not, or not on this wire. */
export function embedderOf(provider: string, model = ''): Embedder | undefined {
  if (provider === 'voyage' && /context/i.test(model)) return voyageContextual
  if (provider === 'voyage' && /multimodal/i.test(model)) return voyageMultimodal
  return Object.hasOwn(embedders, provider) ? embedders[provider] : undefined
}

/** On OpenAI's wire with their chats, and by the other backend alone with their embeddings. */
const elsewhere = ['github_copilot', 'huggingface', 'snowflake']

/** Whether LiteLLM knows that a provider has no embeddings. */
export function hasNoEmbeddings(provider: string): boolean {
  if (['anthropic', 'groq', 'deepseek', 'xai', 'ollama_chat'].includes(provider)) return true
  return compatibleOf(provider) !== undefined && embedderOf(provider) === undefined && !elsewhere.includes(provider)
}
