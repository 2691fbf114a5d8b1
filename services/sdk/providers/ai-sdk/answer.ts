/** What the AI SDK answers as a chat completion. */
import { asCount, asObject, asString, objectsOf } from '../json.ts'
import type { AnswerContext, Json, JsonObject, Target, TokenUsage } from '../translator.ts'

/** A whole answer (LanguageModelV3GenerateResult). */
export function aiSdkResponse(
  body: JsonObject,
  _chat: JsonObject,
  target: Target,
  { id, created }: AnswerContext,
): { body: JsonObject; usage: TokenUsage } {
  const parts = objectsOf(body['content'])
  const ofType = (type: string): JsonObject[] => parts.filter(part => part['type'] === type)
  const joined = (type: string): string =>
    ofType(type)
      .map(part => asString(part['text']) ?? '')
      .join('')
  const calls = ofType('tool-call').map(({ toolCallId, toolName, input }, index) => {
    return { index, id: toolCallId, type: 'function', function: { name: toolName, arguments: input } }
  })
  const annotations = ofType('source').flatMap(annotationsOf)
  const thoughts = joined('reasoning')
  const message: JsonObject = {
    content: calls.length > 0 ? null : joined('text'),
    role: 'assistant',
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
    ...(thoughts === '' ? {} : { reasoning_content: thoughts }),
    ...(annotations.length > 0 ? { annotations } : {}),
  }
  const choice = { finish_reason: finishOf(body['finishReason']), index: 0, message }
  const usage = usageOf(body['usage'])
  return {
    body: { id, created, model: target.group, object: 'chat.completion', choices: [choice], usage: toldUsage(usage) },
    usage,
  }
}

const reasons: Readonly<Record<string, string>> = {
  length: 'length',
  'tool-calls': 'tool_calls',
  'content-filter': 'content_filter',
}

/** The AI SDK's reason in OpenAI's words. */
export function finishOf(reason: Json | undefined): string {
  return reasons[asString(asObject(reason)?.['unified']) ?? ''] ?? 'stop'
}

/** The AI SDK's counts. */
export function usageOf(usage: Json | undefined): TokenUsage {
  const { inputTokens, outputTokens } = asObject(usage) ?? {}
  const input = asObject(inputTokens)
  const cacheRead = asCount(input?.['cacheRead'])
  return {
    input: asCount(input?.['total']) - cacheRead,
    output: asCount(asObject(outputTokens)?.['total']),
    cacheRead,
    cacheWrite: 0,
  }
}

/** The counts as an answer carries them. */
export function toldUsage({ input, output, cacheRead }: TokenUsage): JsonObject {
  const prompt = input + cacheRead
  return { completion_tokens: output, prompt_tokens: prompt, total_tokens: prompt + output }
}

/** Cohere's citations, one for each document, as LiteLLM tells them. */
function annotationsOf(source: JsonObject): JsonObject[] {
  const cited = asObject(asObject(source['providerMetadata'])?.['cohere'])
  return objectsOf(cited?.['sources']).flatMap(from => {
    const document = asObject(from['document'])
    if (from['type'] !== 'document' || !document) return []
    const place = { start_index: cited?.['start'] ?? 0, end_index: cited?.['end'] ?? 0 }
    const url = `source:${asString(from['id']) ?? 'unknown'}`
    return [{ type: 'url_citation', url_citation: { ...place, title: document['title'] ?? '', url } }]
  })
}
