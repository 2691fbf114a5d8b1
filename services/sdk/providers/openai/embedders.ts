/** The providers that embed on OpenAI's wire, and what is special about each (main.py, embedding). */
import { compatibleOf } from './compatible.ts'

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
  readonly answer?: 'plain' | 'model' | 'total'
  /** Other headers than a key and a content type. */
  readonly headers?: Readonly<Record<string, string>>
  /** LiteLLM quotes failed answers whole. */
  readonly terse?: boolean
  /** Not on LiteLLM's list of compatible providers, so that it reads no more than the status of their errors. */
  readonly unlisted?: boolean
  /** An answer that is no JSON is shown as it is. */
  readonly showsText?: boolean
}

const client: Embedder = { via: 'client' }
const http: Embedder = { via: 'http' }
const none = (): readonly string[] => []
const terse: Embedder = { via: 'http', terse: true }
const accepting = { accept: 'application/json' }

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
  voyage: {
    ...terse,
    unlisted: true,
    showsText: true,
    base: 'https://api.voyageai.com/v1',
    takes: () => ['encoding_format', 'dimensions'],
    dimensions: 'output_dimension',
    inputAsIs: true,
    answer: 'total',
  },
  jina_ai: { ...terse, unlisted: true, base: 'https://api.jina.ai/v1', takes: () => ['dimensions'], answer: 'model' },
}

/** The provider's name before `Exception`. */
export const embedderName = (provider: string): string => provider.charAt(0).toUpperCase() + provider.slice(1)

/** How a provider embeds; undefined where it does not, or not on this wire. */
export function embedderOf(provider: string): Embedder | undefined {
  return Object.hasOwn(embedders, provider) ? embedders[provider] : undefined
}

/** Providers whose embeddings LiteLLM makes by other ways than this worker's. */
const elsewhere = new Set(['dashscope', 'qwencloud', 'qwen_ai_platform', 'perplexity', 'llamafile', 'lm_studio'])

/** Whether LiteLLM knows that a provider has no embeddings. */
export function hasNoEmbeddings(provider: string): boolean {
  if (['anthropic', 'groq', 'deepseek', 'xai', 'ollama_chat'].includes(provider)) return true
  return compatibleOf(provider) !== undefined && embedderOf(provider) === undefined && !elsewhere.has(provider)
}
