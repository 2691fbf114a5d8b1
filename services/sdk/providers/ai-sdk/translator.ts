/** Providers that are asked through the AI SDK: Cohere, by its second version. */
import { faultByStatus, litellmFault } from '../litellm-errors.ts'
import { requestHeaders } from '../parameters.ts'
import { NotServed, type ProviderFault, type Target, type Translator } from '../translator.ts'
import { aiSdkResponse } from './answer.ts'
import { callOptions } from './call-options.ts'
import { AiSdkStream } from './stream.ts'

export const aiSdkTranslator: Translator = {
  lossy: true,
  hidesHeaders: true,
  request(chat, target) {
    const { apiBase: url } = target
    if (!url.endsWith('/chat')) throw new NotServed('the AI SDK asks Cohere at /v2/chat')
    return { url, headers: { ...target.headers, ...requestHeaders(chat) }, body: callOptions(chat, target) }
  },
  response: aiSdkResponse,
  stream: (_chat, target, context) => new AiSdkStream(target, context),
  error: cohereError,
  refusal: (_status, raw) => raw,
}

function cohereError(status: number, raw: string, target: Target): ProviderFault {
  const told = `CohereException - ${raw}`
  if (status < 400) return litellmFault('APIConnectionError', 500, `Cohere_chatException - ${raw}`, target)
  if (/invalid api token|No API key provided\./.test(raw)) return litellmFault('AuthenticationError', 401, told, target)
  if (raw.includes('invalid type: parameter')) return litellmFault('BadRequestError', 400, told, target)
  if (raw.includes('too many tokens'))
    return litellmFault('ContextWindowExceededError', 400, `litellm.BadRequestError: ${told}`, target)
  if (raw.toLowerCase().includes('internal server error')) return litellmFault('InternalServerError', 500, told, target)
  if (status === 400 || status === 498) return litellmFault('BadRequestError', 400, told, target)
  return status === 500
    ? litellmFault('InternalServerError', 500, told, target)
    : faultByStatus(status, `Cohere_chatException - ${raw}`, target)
}
