/** The text generation web UI: OpenAI's chat, of which LiteLLM keeps the text and the counts. */
import { asCount, asObject, asString, objectsOf } from '../json.ts'
import { litellmFault } from '../litellm-errors.ts'
import { plainTranslator } from '../plain/wire.ts'
import { type JsonObject, NotServed, type Target, type Translator } from '../translator.ts'

const takes =
  'frequency_penalty logit_bias logprobs top_logprobs max_tokens max_completion_tokens modalities prediction n ' +
  'presence_penalty seed stop stream stream_options temperature top_p tools tool_choice function_call functions ' +
  'parallel_tool_calls audio web_search_options service_tier safety_identifier prompt_cache_key store response_format'

export const oobaboogaTranslator: Translator = plainTranslator({
  takes,
  headers: () => ({ accept: 'application/json' }),
  quotesBytes: true,
  explainsItself: true,
  request({ messages, target, openai, own, streams }) {
    if (streams) throw new NotServed('the sdk backend does not read the streams of oobabooga')
    const { model, apiBase } = target
    const body: JsonObject = { model, messages: [...messages], stream: false, ...openai, ...own }
    return { url: `${apiBase}/v1/chat/completions`, body }
  },
  answer(body, _chat, target) {
    const fault = (text: string) => litellmFault('APIConnectionError', 500, `OobaboogaException - ${text}`, target)
    if ('error' in body) throw fault(asString(body['error']) ?? JSON.stringify(body['error']))
    const choice = objectsOf(body['choices'])[0]
    if (!choice) throw fault("'choices'")
    const usage = asObject(body['usage'])
    return {
      message: { content: asObject(choice['message'])?.['content'] ?? null },
      counts: { prompt: asCount(usage?.['prompt_tokens']), completion: asCount(usage?.['completion_tokens']) },
    }
  },
  notJson: unreadable,
})

function unreadable(raw: string, target: Target) {
  return litellmFault('APIConnectionError', 500, `OobaboogaException - ${raw}`, target)
}
