/** Models at Bedrock of which LiteLLM does not know whose words they take: nobody is asked. */
import { readParameters } from '../parameters.ts'
import type { Target, Translator } from '../translator.ts'
import { bedrockError } from './errors.ts'
import { invokeProvider } from './invoke-provider.ts'

const taken = new Set(['max_tokens', 'max_completion_tokens', 'stream'])

export const unknown: Omit<Translator, 'error'> = {
  request(chat, target) {
    readParameters(chat, target, taken)
    throw refused(target)
  },
  response(_body, _chat, target) {
    throw refused(target)
  },
  stream(_chat, target) {
    throw refused(target)
  },
}

function refused(target: Target): Error {
  const { model } = target
  const told =
    `Bedrock Invoke HTTPX: Unknown provider=${invokeProvider(model) ?? 'None'}, model=${model}. ` +
    'Try calling via converse route - `bedrock/converse/<model>`.'
  return bedrockError(404, told, target)
}
