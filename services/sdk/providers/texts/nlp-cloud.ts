/** NLP Cloud's text generation. */
import { asCount, asString } from '../json.ts'
import { litellmFault } from '../litellm-errors.ts'
import { wordsOf } from '../plain/prompt.ts'
import { plainTranslator, renamed, same } from '../plain/wire.ts'
import { pythonJson } from '../python-text.ts'
import { NotServed, type ProviderFault, type Target, type Translator } from '../translator.ts'

const names = {
  ...same('temperature top_p presence_penalty frequency_penalty'),
  max_tokens: 'max_length',
  n: 'num_return_sequences',
  stop: 'stop_sequences',
}

export const nlpCloudTranslator: Translator = plainTranslator({
  takes: `${Object.keys(names).join(' ')} stream`,
  headers: ({ apiKey }) => ({
    accept: 'application/json',
    ...(apiKey === undefined ? {} : { authorization: `Token ${apiKey}` }),
  }),
  explainsItself: true,
  request({ messages, target, openai, own, streams }) {
    if (streams) throw new NotServed('the sdk backend does not read the streams of NLP Cloud')
    const text = messages.map(({ content }) => wordsOf(content)).join(' ')
    const base = `${target.apiBase.replace(/\/+$/, '')}/`
    return {
      url: `${base}${target.model}/generation`,
      body: { text, ...renamed(openai, names), stream: false, ...own },
    }
  },
  answer(body, _chat, target) {
    const text = asString(body['generated_text'])
    if (text === undefined) throw refused(200, asString(body['error']) ?? pythonJson(body), target)
    return {
      message: { content: text === '' ? null : text },
      counts: { prompt: asCount(body['nb_input_tokens']), completion: asCount(body['nb_generated_tokens']) },
    }
  },
  error: refused,
  notJson: (raw, target) => refused(200, raw, target),
})

function refused(status: number, raw: string, target: Target): ProviderFault {
  const named = (name: string, code: number): ProviderFault =>
    litellmFault(name, code, `NLPCloudException - ${raw}`, target)
  if (raw.includes('detail')) {
    if (raw.includes('Input text length should not exceed')) {
      const told = `litellm.BadRequestError: NLPCloudException - ${raw}`
      return litellmFault('ContextWindowExceededError', 400, told, target)
    }
    return raw.includes('value is not a valid') ? named('BadRequestError', 400) : named('APIError', 500)
  }
  if ([400, 406, 413, 422].includes(status)) return named('BadRequestError', status)
  if (status === 401 || status === 403) return named('AuthenticationError', 401)
  if (status === 522 || status === 524) return named('Timeout', 408)
  if (status === 429 || status === 402) return named('RateLimitError', 429)
  if (status === 504 || status === 520) return named('ServiceUnavailableError', 503)
  return named('APIError', status < 400 ? 500 : status)
}
