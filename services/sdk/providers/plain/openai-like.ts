/** Answers that LiteLLM reads by its class for those who are like OpenAI (llms/openai_like/chat, llms/databricks/streaming_utils.py). */
import { countedUsage } from '../counted-usage.ts'
import { asObject, asString, objectsOf, omit, withoutNulls } from '../json.ts'
import { plainChoice } from '../openai/response.ts'
import { answerUsage } from '../openai/usage.ts'
import type { AnswerContext, ChatAnswer, JsonObject, Target } from '../translator.ts'
import type { Piece } from './stream.ts'

/** A whole answer, nearly as it came. */
export function likeCompletion(body: JsonObject, target: Target, { id, created }: AnswerContext): ChatAnswer {
  const given = asObject(body['usage'])
  const usage = given && answerUsage({ ...given, ...nullsAsZero(given) }, target.provider)
  const choices = objectsOf(body['choices']).map(choice => plainChoice(choice, false))
  const said = {
    id: body['id'] ?? id,
    created: body['created'] ?? created,
    model: target.group,
    object: 'chat.completion',
    choices: choices.length > 0 ? choices : [nothing],
    ...(usage ? { usage } : {}),
    ...withoutNulls(omit(body, ['id', 'created', 'model', 'object', 'choices', 'usage'])),
  }
  return { body: said, usage: countedUsage(usage) }
}

const nothing = { finish_reason: 'stop', index: 0, message: { role: 'assistant', content: null } }

/** Some count nothing as null. */
const nullsAsZero = (usage: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(usage).flatMap(([key, value]) => (value === null && key.endsWith('_tokens') ? [[key, 0]] : [])),
  )

/** An event of a stream; LiteLLM sees text, one call, the end and the counts. */
export function readLikePiece(event: JsonObject): Piece | null {
  const choice = objectsOf(event['choices'])[0]
  const usage = asObject(event['usage'])
  const counts = usage
    ? { counts: { prompt: Number(usage['prompt_tokens'] ?? 0), completion: Number(usage['completion_tokens'] ?? 0) } }
    : {}
  if (!choice) return counts
  const delta = asObject(choice['delta'])
  const call = objectsOf(delta?.['tool_calls'])[0]
  const finish = asString(choice['finish_reason'])
  return {
    text: asString(delta?.['content']) ?? '',
    ...(call ? { calls: [toldCall(call)] } : {}),
    ...(finish === undefined ? {} : { finish }),
    ...counts,
  }
}

function toldCall(call: JsonObject): JsonObject {
  const called = asObject(call['function'])
  const { id, index = 0 } = call
  const told = withoutNulls({ name: called?.['name'], arguments: called?.['arguments'] ?? '' })
  return withoutNulls({ id, type: 'function', function: told, index })
}
