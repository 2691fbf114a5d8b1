/** More models that embed, and where their providers are at the simulator if not at `/v1`. */
import type { JsonObject } from '../../services/simulator/json.ts'

/** Model names by what LiteLLM is told about them. */
export const embeddingModels: Readonly<Record<string, string>> = {
  'embedding-azure-ai': 'azure_ai/Cohere-embed-v3-english',
  'embedding-voyage-context': 'voyage/voyage-context-3',
  'embedding-voyage-multimodal': 'voyage/voyage-multimodal-3',
  'embedding-databricks': 'databricks/databricks-bge-large-en',
  'embedding-like': 'openai_like/my-embedder',
  'embedding-llamafile': 'llamafile/my-embedder',
  'embedding-lm-studio': 'lm_studio/my-embedder',
  'embedding-comet': 'cometapi/text-embedding-3-small',
  'embedding-ovh': 'ovhcloud/BGE-M3',
  'embedding-dashscope': 'dashscope/text-embedding-v4',
  'embedding-qwencloud': 'qwencloud/text-embedding-v4',
  'embedding-perplexity': 'perplexity/pplx-embed-v1-0.6b',
  'embedding-volcengine': 'volcengine/doubao-embedding-text-240715',
  'embedding-eden': 'edenai/openai/text-embedding-3-small',
  'embedding-watsonx': 'watsonx/ibm/slate-30m-english-rtrvr',
  'embedding-gigachat': 'gigachat/Embeddings',
  'embedding-triton': 'triton/my-embedder',
  'embedding-oci': 'oci/cohere.embed-v4.0',
  'embedding-multimodal': 'vertex_ai/multimodalembedding@001',
}

const bases: Readonly<Record<string, string>> = {
  'embedding-perplexity': '',
  'embedding-volcengine': '/api/v3',
  'embedding-triton': '/v2/models/my-embedder/infer',
}

/** `litellm_params` that one of these has on top of the usual ones. */
export function embeddingParams(model: string, origin: string): JsonObject {
  const name = Object.keys(embeddingModels).find(one => embeddingModels[one] === model) ?? ''
  const base = Object.hasOwn(bases, name) ? bases[name] : undefined
  return {
    ...(base === undefined ? {} : { api_base: origin + base }),
    // LiteLLM knows of it for chats only.
    ...(name === 'embedding-gigachat' ? { gigachat_access_token: undefined } : {}),
  }
}
