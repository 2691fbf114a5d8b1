/** SageMaker's endpoints that speak OpenAI's chat completions: Hugging Face's Messages API, and Amazon Nova. */
import { asString, omit } from '../json.ts'
import { openaiTranslator } from '../openai/translator.ts'
import type { Translator } from '../translator.ts'
import { invocation, payloadStream, steering } from './sagemaker.ts'

export const sagemakerChatTranslator: Translator = {
  ...openaiTranslator,
  framing: 'aws-parts',
  request(chat, target) {
    const asked = { ...target.defaults, ...chat }
    const streams = chat['stream'] === true
    // Where it is asked is none of OpenAI's addresses; Nova is not told its name.
    const plain = {
      ...target,
      apiBase: 'http://localhost',
      apiKey: undefined,
      defaults: omit(target.defaults, steering),
    }
    const { headers, body } = openaiTranslator.request(omit(chat, steering), plain)
    const model = asString(target.defaults['hf_model_name']) ?? target.model
    const sent = target.provider === 'sagemaker_nova' ? omit(body, ['model']) : { ...body, model }
    return invocation({ target, asked, streams }, { headers, body: sent })
  },
  stream(chat, target, context) {
    return payloadStream(openaiTranslator.stream(chat, target, context), target, openaiTranslator.error)
  },
  error(status, raw, target, streamed) {
    const fault = openaiTranslator.error(status, raw, target, streamed)
    if (streamed) fault.loses = 'headers'
    return fault
  },
}
