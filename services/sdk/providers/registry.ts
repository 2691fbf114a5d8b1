/** Which wire serves a provider, and what a model's name says of its provider. */
import { findModel } from '../models/table.ts'
import { aiSdkTranslator } from './ai-sdk/translator.ts'
import { sagemakerChatTranslator } from './amazon/sagemaker-chat.ts'
import { mantleTranslator } from './amazon/mantle.ts'
import { novaTranslator } from './amazon/nova.ts'
import { sagemakerTextTranslator } from './amazon/sagemaker-text.ts'
import { anthropicTranslator } from './anthropic/translator.ts'
import { azureAiTranslator } from './azure-ai/translator.ts'
import { bedrockTranslator } from './bedrock/translator.ts'
import { cohereV1Translator, isFirstCohere } from './cohere/v1.ts'
import { geminiTranslator } from './gemini/translator.ts'
import { gigachatTranslator } from './gigachat/translator.ts'
import { ociTranslator } from './oci/translator.ts'
import { ollamaChatTranslator, ollamaTranslator } from './ollama/translator.ts'
import { copilotTranslator } from './openai/copilot.ts'
import { profileOf } from './openai/profiles.ts'
import { openaiTranslator } from './openai/translator.ts'
import { bytezTranslator } from './texts/bytez.ts'
import { codestralTextTranslator } from './texts/codestral.ts'
import { langflowTranslator } from './texts/langflow.ts'
import { langgraphTranslator } from './texts/langgraph.ts'
import { nlpCloudTranslator } from './texts/nlp-cloud.ts'
import { oobaboogaTranslator } from './texts/oobabooga.ts'
import { inceptionTextTranslator, openAiTextTranslator } from './texts/openai-completion.ts'
import { petalsTranslator } from './texts/petals.ts'
import { predibaseTranslator } from './texts/predibase.ts'
import { replicateTranslator } from './texts/replicate.ts'
import { tritonTranslator } from './texts/triton.ts'
import { snowflakeTranslator } from './snowflake.ts'
import type { Target, Translator } from './translator.ts'
import { vertexBetaTranslator } from './vertex/beta.ts'
import { vertexTranslator } from './vertex/translator.ts'
import { watsonxTranslator } from './watsonx/chat.ts'
import { watsonxTextTranslator } from './watsonx/text.ts'

/** Providers with words of their own. */
const natives: Readonly<Record<string, Translator>> = Object.assign(Object.create(null) as object, {
  amazon_nova: novaTranslator,
  bedrock_mantle: mantleTranslator,
  bytez: bytezTranslator,
  gigachat: gigachatTranslator,
  github_copilot: copilotTranslator,
  langflow: langflowTranslator,
  langgraph: langgraphTranslator,
  maritalk: openaiTranslator,
  nlp_cloud: nlpCloudTranslator,
  oci: ociTranslator,
  oobabooga: oobaboogaTranslator,
  petals: petalsTranslator,
  predibase: predibaseTranslator,
  replicate: replicateTranslator,
  sagemaker: sagemakerTextTranslator,
  sagemaker_chat: sagemakerChatTranslator,
  sagemaker_nova: sagemakerChatTranslator,
  snowflake: snowflakeTranslator,
  'text-completion-codestral': codestralTextTranslator,
  'text-completion-inception': inceptionTextTranslator,
  'text-completion-openai': openAiTextTranslator,
  triton: tritonTranslator,
  vertex_ai_beta: vertexBetaTranslator,
  watsonx: watsonxTranslator,
  watsonx_text: watsonxTextTranslator,
})

/** Their own addresses. */
const nativeBases: Readonly<Record<string, string>> = Object.assign(Object.create(null) as object, {
  bytez: 'https://api.bytez.com/models/v2',
  gigachat: 'https://gigachat.devices.sberbank.ru/api/v1',
  langflow: 'http://localhost:7860',
  langgraph: 'http://localhost:2024',
  nlp_cloud: 'https://api.nlpcloud.io/v1/gpu/',
  predibase: 'https://serving.app.predibase.com',
  replicate: 'https://api.replicate.com/v1',
  'text-completion-codestral': 'https://codestral.mistral.ai/v1/fim/completions',
  'text-completion-inception': 'https://api.inceptionlabs.ai/v1',
  'text-completion-openai': 'https://api.openai.com/v1',
})

/** The translator of a provider; null where this worker does not serve it and the other backend has to. */
export function translatorFor(provider: string): Translator | null {
  if (provider === 'anthropic') return anthropicTranslator
  if (provider === 'gemini') return geminiTranslator
  if (provider === 'azure_ai') return azureAiTranslator
  if (provider === 'vertex_ai') return vertexTranslator
  if (provider === 'bedrock') return bedrockTranslator
  if (provider === 'ollama_chat') return ollamaChatTranslator
  if (provider === 'ollama') return ollamaTranslator
  if (provider === 'cohere' || provider === 'cohere_chat') return aiSdkTranslator
  return natives[provider] ?? (profileOf(provider) ? openaiTranslator : null)
}

/** The translator of a deployment: a model's name may ask for another wire than its provider's usual one. */
export function translatorOf({ provider, model }: Pick<Target, 'provider' | 'model'>): Translator | null {
  const wire = translatorFor(provider)
  return wire === aiSdkTranslator && isFirstCohere({ model }) ? cohereV1Translator : wire
}

/** Providers whose chats alone are served here: what LiteLLM makes of them on other routes has not been compared. */
const alone = new Set(
  (
    'amazon_nova bedrock_mantle bytez github_copilot maritalk replicate sagemaker sagemaker_chat sagemaker_nova snowflake ' +
    'text-completion-inception text-completion-openai vertex_ai_beta'
  ).split(' '),
)

/** Whether a provider's chats alone are served. */
export const chatsAlone = (provider: string): boolean => alone.has(provider)

/** Whether a provider's answers come through the AI SDK, and so not whole. */
export function isLossy(provider: string): boolean {
  return translatorFor(provider)?.lossy === true
}

/** The provider's own address, used where the deployment names none. */
export function defaultBase(provider: string): string | undefined {
  if (provider.startsWith('cohere')) return 'https://api.cohere.com/v2/chat'
  if (provider.startsWith('ollama')) return 'http://localhost:11434'
  return provider === 'anthropic' ? 'https://api.anthropic.com' : (nativeBases[provider] ?? profileOf(provider)?.base)
}

/**
 * Provider and model of LiteLLM's `model` (`anthropic/claude-x`); `customProvider` is its `custom_llm_provider`. A name
 * without a prefix is Anthropic's, Bedrock's or OpenAI's by its first letters; any other is taken for an OpenAI-compatible model.
 */
export function splitModel(model: string, customProvider?: string): { provider: string; model: string } {
  if (customProvider) {
    const prefix = `${customProvider}/`
    return { provider: customProvider, model: model.startsWith(prefix) ? model.slice(prefix.length) : model }
  }
  const slash = model.indexOf('/')
  if (slash > 0) return renamedProvider(model.slice(0, slash), model.slice(slash + 1))
  if (/^(?:[a-z-]+\.)?anthropic\.claude-/.test(model)) return { provider: 'bedrock', model }
  return { provider: model.startsWith('claude') ? 'anthropic' : 'openai', model }
}

/** LiteLLM has another name for AI21's models that chat. */
function renamedProvider(provider: string, model: string): { provider: string; model: string } {
  const chats = provider === 'ai21' && findModel(provider, model)?.entry.mode === 'chat'
  return { provider: chats ? 'ai21_chat' : provider, model }
}
