/** Failed calls for embeddings in LiteLLM's words. */
import { bareFault, faultByStatus, jsonFault, litellmFault } from '../litellm-errors.ts'
import { pythonFloat } from '../python-text.ts'
import type { ProviderFault, Target } from '../translator.ts'
import { type Embedder, embedderName, embedderOf } from './embedders.ts'
import { openAiError, quotedError, rawError } from './errors.ts'
import { profileFor, profileOf } from './profiles.ts'

/** The provider's name before `Exception`. */
export const embeddingErrorName = (provider: string): string => profileOf(provider)?.errorName ?? embedderName(provider)

/** A failed answer, or one that is no JSON where its status is good. */
export function embeddingError(status: number, raw: string, target: Target): ProviderFault {
  const embedder = embedderOf(target.provider)
  if (embedder?.terse) return terseError(status, raw, target, embedder)
  if (embedder?.via === 'azure') {
    if (status >= 400) return openAiError(status, raw, target)
    const read = `Failed to parse raw Azure embedding response: ${jsonFault}`
    return litellmFault('APIError', 500, `AzureException APIError - ${read}`, target)
  }
  const client = embedder === undefined || embedder.via === 'client'
  if (status >= 400) return client ? quotedError(status, raw, target) : openAiError(status, raw, target)
  const name = client ? 'InternalServerError' : 'APIConnectionError'
  const told = `${name}: ${profileFor(target.provider).errorName}Exception - ${jsonFault}`
  return litellmFault(name, 500, told, target)
}

/** A call that came to no answer, where LiteLLM asks by a client of its own; `why` is null for one that took too long. */
export function brokenEmbeddings(
  why: string | null,
  embedder: Embedder,
  target: Target,
  timeout: number,
): ProviderFault {
  const seconds = pythonFloat(timeout)
  const late = `litellm.Timeout: Connection timed out. Timeout passed=${seconds}, time taken=${seconds} seconds`
  if (embedder.likeOpenAi) return embeddingError(500, why ?? late, target)
  const text = `${embedderName(target.provider)}Exception - ${why ?? late}`
  if (why === null) return litellmFault('Timeout', 408, embedder.unlisted ? text : `Timeout Error: ${text}`, target)
  return embedder.unlisted
    ? litellmFault(embedder.unreachable ?? 'APIConnectionError', 500, text, target)
    : litellmFault('InternalServerError', 500, `InternalServerError: ${text}`, target)
}

function terseError(status: number, raw: string, target: Target, embedder: Embedder): ProviderFault {
  const misread = status < 400
  const fault =
    embedder.likeOpenAi && misread
      ? terseFault(500, jsonFault, target, embedder)
      : terseFault(status, raw, target, embedder)
  if (target.provider === 'jina_ai' || (embedder.likeOpenAi && !misread)) fault.loses = 'headers'
  return fault
}

function terseFault(status: number, raw: string, target: Target, embedder: Embedder): ProviderFault {
  const { unlisted, showsText, misread } = embedder
  const name = embeddingErrorName(target.provider)
  const told = `${name}Exception - `
  if (status >= 400 && target.provider === 'databricks') return openAiError(status, raw, target)
  if (status >= 400 && !unlisted) return rawError(status, raw, target, name)
  if (status === 413 || status === 422) return litellmFault('BadRequestError', status, told + raw, target)
  if (status >= 400) return faultByStatus(status, told + raw, target)
  const words = misread === undefined && showsText ? raw : `${misread ?? ''}${jsonFault}`
  if (!unlisted) {
    const litellmClass = showsText ? 'APIError' : 'APIConnectionError'
    return litellmFault(litellmClass, 500, `${litellmClass}: ${told}${words}`, target)
  }
  if (showsText) return litellmFault('APIConnectionError', 500, told + words, target)
  return bareFault(jsonFault)
}
