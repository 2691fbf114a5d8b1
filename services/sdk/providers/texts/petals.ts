/** Petals' generation, asked by a form. It does not stream: what is wanted streamed is cut into pieces. */
import { asString } from '../json.ts'
import { brokenAnswer } from '../plain/answer.ts'
import { promptFor } from '../plain/prompt.ts'
import { plainTranslator, renamed, same } from '../plain/wire.ts'
import { readMessages } from '../parameters.ts'
import { countTokens } from '../tokens.ts'
import type { JsonObject, Translator } from '../translator.ts'

const names = { ...same('temperature top_p'), max_tokens: 'max_new_tokens' }
const usualLimit = 4096

export const petalsTranslator: Translator = plainTranslator({
  takes: `${Object.keys(names).join(' ')} stream`,
  framing: 'whole',
  pieceLength: 30,
  explainsItself: true,
  request({ messages, target, openai, own }) {
    const { model, apiBase } = target
    const params: JsonObject = { ...renamed(openai, names), ...own }
    return {
      url: apiBase,
      body: {
        model,
        inputs: promptFor(model, messages),
        ...params,
        // The server wants it said.
        ...('max_new_tokens' in params ? {} : { max_new_tokens: usualLimit }),
      },
      form: true,
    }
  },
  answer(body, chat, { model }) {
    const text = asString(body['outputs'])
    if (text === undefined) throw unreadable()
    const prompt = promptFor(model, readMessages(chat))
    return { message: { content: text }, counts: { prompt: countTokens(prompt), completion: countTokens(text) } }
  },
  notJson: unreadable,
})

function unreadable() {
  return brokenAnswer("a bytes-like object is required, not 'NoneType'")
}
