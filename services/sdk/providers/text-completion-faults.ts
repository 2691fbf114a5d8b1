/** Errors of the legacy completions that are asked by chats: LiteLLM takes most providers for OpenAI there. */
import { litellmFault } from './litellm-errors.ts'
import { rawError } from './openai/errors.ts'
import { ProviderFault, RequestFault, type Target, type Translator } from './translator.ts'

/** A refusal has no type here. */
export function untyped<T>(make: () => T): T {
  try {
    return make()
  } catch (fault) {
    if (fault instanceof ProviderFault) throw completionsFault(fault, false)
    if (!(fault instanceof RequestFault)) throw fault
    const { message, status, litellmClass } = fault
    throw new RequestFault(message, { status, litellmClass, type: status < 500 ? 'None' : null })
  }
}

/** The `type` of an error of this endpoint: most of LiteLLM's classes have none there. */
export function completionsFault(fault: ProviderFault, ownType: boolean): ProviderFault {
  const { message, status, litellmClass, param, outside } = fault
  const typed =
    litellmClass === 'RateLimitError' ||
    litellmClass === 'InternalServerError' ||
    (ownType && litellmClass === 'BadRequestError')
  return new ProviderFault(message, { status, litellmClass, param, type: typed ? fault.type : null, outside })
}

/** An answer that is no JSON: one that LiteLLM's own reader has looked at has a status, and so a class. */
export function unreadAnswer(fault: ProviderFault, target: Target): ProviderFault {
  const looked = fault.litellmClass === 'APIConnectionError' && fault.message.includes('Unable to get json response')
  return looked ? explainedAnew(fault, target) : completionsFault(namedOpenAi(fault), false)
}

/** The same fault under OpenAI's name. */
function namedOpenAi({ message, status, litellmClass, type, param }: ProviderFault): ProviderFault {
  const named = message.replace(/\b\w+Exception - /, 'OpenAIException - ')
  return new ProviderFault(named, { status, litellmClass, type, param })
}

/** A failed answer of a provider with words of its own. */
export function ownRefusal(
  chat: Translator,
  status: number,
  raw: string,
  target: Target,
  streamed: boolean,
): ProviderFault {
  const words = chat.refusal?.(status, raw, streamed) ?? null
  if (words !== null && status >= 400) return completionsFault(rawError(status, words, asOpenAi(target)), false)
  const fault = chat.error(status, raw, target, streamed)
  return words === null ? completionsFault(fault, false) : explainedAnew(fault, target)
}

/** Reads an answer; what a provider with words of its own has said wrong is explained as OpenAI's. */
export function readBy<T>(chat: Translator, target: Target, read: () => T): T {
  try {
    return read()
  } catch (fault) {
    if (chat.refusal === undefined) throw fault
    if (fault instanceof RequestFault && fault.status >= 500) {
      const told = `APIConnectionError: OpenAIException - ${fault.message}`
      throw litellmFault('APIConnectionError', 500, told, target, null)
    }
    if (!(fault instanceof ProviderFault)) throw fault
    const explained = chat.refusal(fault.status, '', false) === null
    throw explained ? completionsFault(fault, false) : explainedAnew(fault, target)
  }
}

const asOpenAi = (target: Target): Target => ({ ...target, provider: 'openai' })

/** What LiteLLM cannot name by a status it names after the connection, or after nothing. */
function explainedAnew(fault: ProviderFault, target: Target): ProviderFault {
  const [, named, text = ''] = /^litellm\.\w+: ([\w-]+Exception - )?(.*)$/s.exec(fault.message) ?? []
  const openai = asOpenAi(target)
  if (fault.litellmClass !== 'APIConnectionError') return completionsFault(rawError(fault.status, text, openai), false)
  const litellmClass = named === undefined ? 'APIConnectionError' : 'APIError'
  return litellmFault(litellmClass, 500, `${litellmClass}: OpenAIException - ${text}`, openai, null)
}
