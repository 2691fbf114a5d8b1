/** LiteLLM's other name for Gemini at Vertex AI. */
import { NotServed, type Target, type Translator } from '../translator.ts'
import { vertexGemini } from './gemini.ts'
import { speechOf } from './models.ts'

/** Asks every model as Gemini; of others than Gemini's this worker knows nothing there. */
export const vertexBetaTranslator: Translator = {
  ...vertexGemini,
  request(chat, target: Target) {
    const { model, baseModel, apiBase } = target
    if (speechOf(model, baseModel, apiBase !== '') === 'gemini') return vertexGemini.request(chat, target)
    throw new NotServed(`The sdk backend does not speak to ${model} at Vertex AI.`)
  },
}
