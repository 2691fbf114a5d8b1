/** Codestral's fill-in-the-middle, asked by a chat: the prompt's words, answered as a chat. */
import { countedUsage } from '../counted-usage.ts'
import { asObject, asString, objectsOf, omit, withoutNulls } from '../json.ts'
import { litellmFault } from '../litellm-errors.ts'
import { answerUsage } from '../openai/usage.ts'
import { mapFinishReason } from '../openai/map-finish-reason.ts'
import type { Piece } from '../plain/stream.ts'
import { promptFor } from '../plain/prompt.ts'
import { plainTranslator, renamed, same } from '../plain/wire.ts'
import type { AnswerContext, JsonObject, Target, Translator } from '../translator.ts'

const names = {
  ...same('suffix temperature top_p max_tokens stop'),
  max_completion_tokens: 'max_tokens',
  seed: 'random_seed',
}

const plain = plainTranslator({
  takes: `${Object.keys(names).join(' ')} stream`,
  headers: ({ apiKey = '' }) => ({ authorization: `Bearer ${apiKey}` }),
  request({ messages, target, openai, own, streams }) {
    const { model, apiBase } = target
    const params = { ...renamed(openai, names), ...own }
    const body = { model, prompt: promptFor(model, messages), ...params, ...(streams ? { stream: true } : {}) }
    return { url: apiBase, body }
  },
  answer: () => ({ message: {} }),
  read: () => readPiece,
  hidesErrors: 'always',
  words: (_status, raw) => `HTTPStatusError - ${raw}`,
  notJson: (raw, target) => litellmFault('BadRequestError', 422, `Text-completion-codestralException - ${raw}`, target),
})

export const codestralTextTranslator: Translator = { ...plain, response: completion }

function completion(body: JsonObject, _chat: JsonObject, { group, provider }: Target, { id, created }: AnswerContext) {
  const usage = answerUsage(asObject(body['usage']), provider)
  const choices = objectsOf(body['choices']).map((choice, index) => ({
    finish_reason: mapFinishReason(choice['finish_reason']),
    index: choice['index'] ?? index,
    message: { content: asObject(choice['message'])?.['content'] ?? null, role: 'assistant' },
  }))
  const said = { id: body['id'] ?? id, created, model: group, object: 'chat.completion', choices, usage }
  return { body: said, usage: countedUsage(usage) }
}

const heads = ['id', 'object', 'created', 'model', 'choices', 'usage']

function readPiece(event: JsonObject): Piece | null {
  const choice = objectsOf(event['choices'])[0]
  if (!choice) return null
  const delta = asObject(choice['delta'])
  const finish = asString(choice['finish_reason'])
  return {
    text: asString(delta?.['content']) ?? '',
    opens: typeof delta?.['role'] === 'string',
    more: withoutNulls(omit(event, heads)),
    ...(finish === undefined ? {} : { finish }),
  }
}
