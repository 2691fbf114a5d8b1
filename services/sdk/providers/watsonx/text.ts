/** watsonx's older endpoint: a prompt and its continuation. */
import { asCount, asObject, asString, objectsOf, omit } from '../json.ts'
import { jsonFault, litellmFault } from '../litellm-errors.ts'
import { brokenAnswer } from '../plain/answer.ts'
import { granite, llama3, mistralInstruct, promptFor, written } from '../plain/prompt.ts'
import type { Piece } from '../plain/stream.ts'
import { type Asked, plainTranslator, renamed } from '../plain/wire.ts'
import { pythonRepr } from '../python-text.ts'
import type { JsonObject, Translator } from '../translator.ts'
import { letIn, owner, places, watsonxUrl } from './common.ts'

const names = {
  temperature: 'temperature',
  max_tokens: 'max_new_tokens',
  top_p: 'top_p',
  frequency_penalty: 'repetition_penalty',
  stop: 'stop_sequences',
  seed: 'random_seed',
}

export const watsonxTextTranslator: Translator = plainTranslator({
  takes: `${Object.keys(names).join(' ')} stream`,
  headers: target => ({ accept: 'application/json', ...letIn(target).headers }),
  request({ messages, target, openai, own, streams }: Asked) {
    const { grant } = letIn(target)
    const { moderations = {}, ...rest } = own
    return {
      url: watsonxUrl(target, streams ? 'generation_stream' : 'generation'),
      ...(grant ? { grant } : {}),
      body: {
        input: prompt(target.model, messages),
        moderations,
        parameters: { ...renamed(openai, names), stream: streams, ...omit(rest, places) },
        ...owner(target, own),
        ...(streams ? { stream: true } : {}),
      },
    }
  },
  answer(body, _chat, target) {
    const result = objectsOf(body['results'])[0]
    if (!result) {
      const told = `Watsonx_textException - Error: Invalid response from Watsonx.ai API: ${pythonRepr(body)}`
      throw litellmFault('InternalServerError', 500, told, target)
    }
    const created = Date.parse(asString(body['created_at']) ?? '')
    return {
      message: { content: result['generated_text'] ?? null },
      finish: asString(result['stop_reason']) ?? 'stop',
      counts: countsOf(result),
      ...(Number.isNaN(created) ? {} : { created: Math.floor(created / 1000) }),
    }
  },
  read: () => readPiece,
  notJson: () => brokenAnswer(jsonFault),
})

function prompt(model: string, messages: readonly JsonObject[]): string {
  if (model.startsWith('ibm-mistral') || model.includes('ibm-mistral')) return written(messages, mistralInstruct)
  if (model.includes('granite-chat')) return written(messages, granite).trim()
  if (model.includes('meta-llama/llama-3-instruct')) return written(messages, llama3)
  return promptFor(model, messages)
}

const countsOf = (result: JsonObject) => ({
  prompt: asCount(result['input_token_count']),
  completion: asCount(result['generated_token_count']),
})

function readPiece(event: JsonObject): Piece | null {
  const result = asObject(objectsOf(event['results'])[0])
  if (!result) return null
  const reason = asString(result['stop_reason'])
  return {
    text: asString(result['generated_text']) ?? '',
    counts: countsOf(result),
    ...(reason === undefined || reason === 'not_finished' ? {} : { finish: reason }),
  }
}
