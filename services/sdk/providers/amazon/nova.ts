/** Amazon Nova's own API: OpenAI's wire, which LiteLLM does not ask without a key. */
import { litellmFault } from '../litellm-errors.ts'
import { openaiTranslator } from '../openai/translator.ts'
import type { Translator } from '../translator.ts'

const keyless =
  'Missing API Key - A call is being made to LLM Provider but no key is set either in the environment variables ' +
  '({LLM_PROVIDER}_API_KEY) or via params'

export const novaTranslator: Translator = {
  ...openaiTranslator,
  request(chat, target) {
    if (target.apiKey !== undefined) return openaiTranslator.request(chat, target)
    throw litellmFault('BadRequestError', 400, `Amazon_novaException - ${keyless}`, target)
  },
}
