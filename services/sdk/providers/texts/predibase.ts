/** Predibase: text generation by the API of Hugging Face's inference server. */
import { asObject, asString, objectsOf } from '../json.ts'
import { faultByStatus, isContextOverflow, litellmFault } from '../litellm-errors.ts'
import { mapFinishReason } from '../openai/map-finish-reason.ts'
import { brokenAnswer } from '../plain/answer.ts'
import { promptFor } from '../plain/prompt.ts'
import type { Piece } from '../plain/stream.ts'
import { plainTranslator, renamed, same } from '../plain/wire.ts'
import { pythonRepr } from '../python-text.ts'
import { countPromptTokens, countTokens } from '../tokens.ts'
import { readMessages } from '../parameters.ts'
import type { JsonObject, ProviderFault, Target, Translator } from '../translator.ts'

const names = {
  ...same('temperature top_p stop response_format'),
  max_tokens: 'max_new_tokens',
  max_completion_tokens: 'max_new_tokens',
  n: 'best_of',
}
const usualLimit = 4096
const tenantNames = ['tenant_id', 'predibase_tenant_id']

export const predibaseTranslator: Translator = plainTranslator({
  takes: `${Object.keys(names).join(' ')} stream`,
  headers: ({ apiKey = '' }) => ({ authorization: `Bearer ${apiKey}` }),
  request({ messages, target, openai, own, streams }) {
    const tenant = asString(target.defaults['predibase_tenant_id'])
    if (tenant === undefined) throw brokenAnswer(noTenant)
    const said = renamed(openai, names)
    const parameters = {
      details: true,
      max_new_tokens: usualLimit,
      return_full_text: false,
      ...said,
      // The server wants them positive.
      ...(said['temperature'] === 0 ? { temperature: 0.01 } : {}),
      ...(said['max_new_tokens'] === 0 ? { max_new_tokens: 1 } : {}),
      ...(openai['n'] === undefined ? {} : { do_sample: true }),
      ...Object.fromEntries(Object.entries(own).filter(([name]) => !tenantNames.includes(name))),
    }
    const place = `${target.apiBase}/${tenant}/deployments/v2/llms/${target.model}`
    return {
      url: `${place}/${streams ? 'generate_stream' : 'generate'}`,
      body: { inputs: promptFor(target.model, messages), parameters, ...(streams ? { stream: true } : {}) },
    }
  },
  answer(body, chat, target) {
    if ('error' in body) throw refused(200, asString(body['error']) ?? pythonRepr(body['error']), target)
    const text = asString(body['generated_text'])
    if (text === undefined) {
      const told = `'generated_text' is not a key response dictionary - ${pythonRepr(body)}`
      throw refused(422, told, target)
    }
    const details = asObject(body['details'])
    const content = text === '' ? null : withoutTokens(text)
    return {
      message: { content },
      finish: (details?.['tokens'] === undefined ? undefined : asString(details['finish_reason'])) ?? 'stop',
      counts: { prompt: countPromptTokens(readMessages(chat), ''), completion: countTokens(content ?? '') },
      choices: objectsOf(details?.['best_of_sequences']).map((item, index) => ({
        finish_reason: mapFinishReason(item['finish_reason']),
        index: index + 1,
        message: {
          content: withoutTokens(asString(item['generated_text']) ?? '') || null,
          role: 'assistant',
          logprobs: objectsOf(item['tokens']).reduce((sum, { logprob }) => sum + Number(logprob ?? 0), 0),
        },
      })),
    }
  },
  read: (_chat, target) => event => readPiece(event, target),
  hidesErrors: 'always',
  words: (status, raw) => `HTTPStatusError - received status_code=${status}, error_message=${raw}`,
  error: refused,
  notJson: (raw, target) => refused(422, raw, target),
})

const noTenant =
  'Missing Predibase Tenant ID - Required for making the request. Set dynamically (e.g. `completion(..tenant_id=<MY-ID>)`) ' +
  'or in env - `PREDIBASE_TENANT_ID`.'

/** Marks of chat templates that a model leaves at the ends of its text. */
const marks = ['<|assistant|>', '<|system|>', '<|user|>', '<s>', '</s>']

function withoutTokens(generated: string): string {
  return marks.reduce((text, mark) => {
    const begun = text.trim().startsWith(mark) ? text.replace(mark, '') : text
    return begun.endsWith(mark) ? begun.slice(0, -mark.length) : begun
  }, generated)
}

function readPiece(event: JsonObject, target: Target): Piece {
  const text = asString(asObject(event['token'])?.['text']) ?? ''
  const finish = asString(asObject(event['details'])?.['finish_reason'])
  if (finish) return { text, finish: mapFinishReason(finish) }
  if (event['generated_text']) return { finish: 'stop' }
  if (event['error']) {
    throw litellmFault('APIConnectionError', 500, `PredibaseException - ${asString(event['error'])}`, target, null)
  }
  return { text }
}

function refused(status: number, raw: string, target: Target): ProviderFault {
  if (raw.includes('authorization denied for')) {
    const key = raw.toLowerCase().indexOf('bearer')
    const told = key === -1 ? raw : `${raw.slice(0, key + 14)}XXXXXXX"`
    return litellmFault('AuthenticationError', 401, `PredibaseException: Authentication Error - ${told}`, target)
  }
  if (isContextOverflow(raw)) {
    const told = `litellm.BadRequestError: PredibaseException: Context Window Error - ${raw}`
    return litellmFault('ContextWindowExceededError', 400, told, target)
  }
  const told = `PredibaseException - ${raw}`
  if (status < 400) return litellmFault('APIConnectionError', 500, told, target)
  return status === 422 || status === 424
    ? litellmFault('BadRequestError', 400, told, target)
    : faultByStatus(status, told, target)
}
