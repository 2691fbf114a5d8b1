/** A whole answer of Gemini as an OpenAI chat completion. */
import { asObject, asString, objectsOf } from '../json.ts'
import { pythonRepr } from '../python-text.ts'
import type { AnswerContext, ChatAnswer, Json, JsonObject, Target } from '../translator.ts'
import { unusable } from './errors.ts'
import { metadataOf } from './grounding.ts'
import { isWithheld, mapFinishReason } from './map-finish-reason.ts'
import { asksForFunctions, callFields, type Message, readParts } from './parts.ts'
import { answerUsage, billedTier, blockedUsage, servedTier, tokenUsage } from './usage.ts'

/** The chat completion, and the counts of it. Throws `ProviderFault` where the body is no answer. */
export function geminiResponse(body: JsonObject, chat: JsonObject, target: Target, context: AnswerContext): ChatAnswer {
  const metadata = asObject(body['usageMetadata'])
  const candidates = objectsOf(body['candidates'])
  const tier = servedTier(context)
  const usage = { ...tokenUsage(metadata, metadataOf(candidates).grounding), ...billedTier(tier) }
  if (isBlocked(body) || isWithheld(candidates[0]?.['finishReason'])) {
    return { body: blocked(metadata, target, context), usage }
  }
  if (!metadata) {
    throw unusable(`usageMetadata not found in completion_response. Got=${pythonRepr(body)}`, target)
  }
  const found = metadataOf(candidates)
  const traffic = metadata['trafficType']
  return {
    body: {
      id: asString(body['responseId']) || context.id,
      created: context.created,
      model: target.group,
      object: 'chat.completion',
      choices: choicesOf(candidates, context, asksForFunctions(chat)),
      usage: answerUsage(metadata, found.grounding),
      ...(tier ? { service_tier: tier } : {}),
      vertex_ai_grounding_metadata: found.grounding,
      vertex_ai_url_context_metadata: found.urls,
      vertex_ai_safety_results: found.safety,
      vertex_ai_citation_metadata: found.citations,
    },
    usage,
    ...(traffic ? { fields: { traffic_type: traffic } } : {}),
  }
}

/** Whether the prompt itself was refused. */
export function isBlocked(body: JsonObject): boolean {
  return asObject(body['promptFeedback'])?.['blockReason'] !== undefined
}

function blocked(metadata: JsonObject | undefined, target: Target, context: AnswerContext): JsonObject {
  return {
    id: context.id,
    created: context.created,
    model: target.group,
    object: 'chat.completion',
    choices: [{ finish_reason: 'content_filter', index: 0, message: { role: 'assistant', content: null } }],
    usage: blockedUsage(metadata),
  }
}

function choicesOf(candidates: readonly JsonObject[], context: AnswerContext, asFunction: boolean): JsonObject[] {
  let calls = 0
  const called = asFunction ? 'function_call' : 'tool_calls'
  return candidates.flatMap((candidate, place) => {
    if (!('content' in candidate) && !('finishReason' in candidate)) return []
    const message = readParts(candidate, context, calls)
    calls += message?.calls.length ?? 0
    const native = candidate['finishReason'] ?? undefined
    return [
      {
        finish_reason: message?.calls.length ? called : mapFinishReason(native),
        index: candidate['index'] ?? place,
        message: message ? messageBody(message, asFunction) : { role: 'assistant', content: null },
        ...logprobsOf(candidate),
        ...(native === undefined ? {} : { provider_specific_fields: { native_finish_reason: native } }),
      },
    ]
  })
}

function messageBody(message: Message, asFunction: boolean): JsonObject {
  const { content, reasoning, thinking, calls, images, audio, annotations, fields } = message
  return {
    content: content ?? null,
    role: 'assistant',
    ...callFields(calls, asFunction),
    ...(audio ? { audio } : {}),
    images,
    ...(reasoning === undefined ? {} : { reasoning_content: reasoning }),
    thinking_blocks: thinking,
    ...(Object.keys(fields).length > 0 ? { provider_specific_fields: fields } : {}),
    ...(annotations.length > 0 ? { annotations } : {}),
  }
}

/** A candidate's log probabilities as OpenAI's; nothing where it has none. */
export function logprobsOf(candidate: JsonObject): { logprobs?: JsonObject } {
  const result = asObject(candidate['logprobsResult'])
  if (!Array.isArray(result?.['chosenCandidates'])) return {}
  const tops = objectsOf(result['topCandidates'])
  const content = objectsOf(result['chosenCandidates']).map((chosen, place) => ({
    ...told(chosen),
    top_logprobs: objectsOf(tops[place]?.['candidates']).map(told),
  }))
  return { logprobs: { content } }
}

const told = ({ token, logProbability }: JsonObject): Record<'token' | 'logprob', Json> => ({
  token: token ?? null,
  logprob: logProbability ?? null,
})
