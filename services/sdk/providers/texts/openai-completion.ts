/** Models that complete a text at OpenAI's older endpoint, asked by a chat: its words are the prompt, the text its answer. */
import { countedUsage } from '../counted-usage.ts'
import { asCount, asObject, asString, isObject, objectsOf, omit, parseJson } from '../json.ts'
import { mapFinishReason } from '../openai/map-finish-reason.ts'
import { jsonFault } from '../litellm-errors.ts'
import { answerFault, rawError, streamFault } from '../openai/errors.ts'
import { answerUsage } from '../openai/usage.ts'
import { wordsOf } from '../plain/prompt.ts'
import type { Piece } from '../plain/stream.ts'
import { type PlainWire, plainTranslator, statusFault } from '../plain/wire.ts'
import { pythonRepr } from '../python-text.ts'
import {
  type AnswerContext,
  type ChatAnswer,
  type Json,
  type JsonObject,
  NotServed,
  type ProviderFault,
  type Target,
  type Translator,
} from '../translator.ts'

const usual =
  'functions function_call temperature top_p n stream stream_options stop max_tokens presence_penalty ' +
  'frequency_penalty logit_bias user response_format seed tools tool_choice logprobs top_logprobs'

const fill =
  'suffix max_tokens max_completion_tokens top_p frequency_penalty presence_penalty stop stream stream_options'

/** What the endpoint knows of it: LiteLLM takes the rest and falls over it. */
const known = new Set(
  (
    'temperature top_p n stop max_tokens presence_penalty frequency_penalty logit_bias user seed logprobs suffix ' +
    'best_of echo'
  ).split(' '),
)

type Failed = (status: number, told: string, target: Target) => ProviderFault

/** OpenAI's own. */
export const openAiTextTranslator = completing(
  usual,
  base => base,
  (status, told, target) => rawError(status, told, target, 'Text-completion-openai'),
)

/** Inception's fill-in-the-middle. */
export const inceptionTextTranslator = completing(
  fill,
  base => (base.endsWith('/fim') ? base : `${base}/fim`),
  statusFault,
)

function completing(takes: string, place: (base: string) => string, failed: Failed): Translator {
  const wire: PlainWire = {
    takes,
    headers: ({ apiKey }) => (apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
    request({ messages, target, openai, own, streams }) {
      const { max_completion_tokens: limit, stream_options: options, ...rest } = omit(openai, ['stream'])
      const params = limit === undefined ? rest : { ...rest, max_tokens: limit }
      const strange = Object.keys(params).find(name => !known.has(name))
      if (strange !== undefined) throw new NotServed(`The sdk backend does not complete texts with ${strange}.`)
      const said = { model: target.model, prompt: promptOf(messages), ...params, ...own }
      const asked = { ...asObject(options), include_usage: true }
      const url = `${place(target.apiBase.replace(/\/+$/, ''))}/completions`
      return { url, body: { ...said, stream: streams, ...(streams ? { stream_options: asked } : {}) } }
    },
    answer: () => ({ message: {} }),
    read: (_chat, target) => event => readPiece(event, target),
    error: (status, raw, target) => failed(status, quoted(status, raw), target),
    notJson: (_raw, target) => failed(500, jsonFault, target),
  }
  return { ...plainTranslator(wire), response: completion }
}

/** OpenAI's client quotes the whole body of an error. */
function quoted(status: number, raw: string): string {
  const body = parseJson(raw)
  return isObject(body) ? `Error code: ${status} - ${pythonRepr(body)}` : raw || `Error code: ${status}`
}

/** One message is a text, several are as many. */
function promptOf(messages: readonly JsonObject[]): Json {
  const words = messages.map(({ content }) => wordsOf(content))
  return words.length === 1 ? (words[0] ?? '') : words
}

function completion(body: JsonObject, _chat: JsonObject, target: Target, { id, created }: AnswerContext): ChatAnswer {
  if (body['error'] || !Array.isArray(body['choices'])) throw answerFault(body, target)
  const usage = answerUsage(asObject(body['usage']), 'openai')
  const choices = objectsOf(body['choices']).map((choice, index) => ({
    finish_reason: mapFinishReason(choice['finish_reason']),
    index,
    message: { content: choice['text'] ?? null, role: 'assistant' },
    ...(choice['logprobs'] ? { logprobs: choice['logprobs'] } : {}),
  }))
  const said = { id: body['id'] ?? id, created, model: target.group, object: 'chat.completion', choices, usage }
  return { body: said, usage: countedUsage(usage) }
}

function readPiece(event: JsonObject, target: Target): Piece | null {
  const error = asObject(event['error'])
  if (error) throw streamFault(error, target)
  const id = asString(event['id'])
  const choice = objectsOf(event['choices'])[0]
  const usage = asObject(event['usage'])
  const finish = asString(choice?.['finish_reason'])
  return {
    text: asString(choice?.['text']) ?? '',
    ...(id === undefined ? {} : { id }),
    ...(finish === undefined ? {} : { finish }),
    ...(usage
      ? { counts: { prompt: asCount(usage['prompt_tokens']), completion: asCount(usage['completion_tokens']) } }
      : {}),
  }
}
