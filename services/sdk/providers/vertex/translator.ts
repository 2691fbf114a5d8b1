/** Vertex AI: one provider, whose models speak several wires. */
import { NotServed, type Target, type Translator } from '../translator.ts'
import { vertexClaude } from './claude.ts'
import { vertexGemini } from './gemini.ts'
import { speechOf } from './models.ts'
import { partnerWire } from './partners.ts'

function wireOf(target: Target): Translator {
  const { model, baseModel, apiBase } = target
  switch (speechOf(model, baseModel, apiBase !== '')) {
    case 'gemini':
      return vertexGemini
    case 'claude':
      return vertexClaude
    case 'openai':
      return partnerWire(target)
    case null:
      throw new NotServed(`The sdk backend does not speak to ${model} at Vertex AI.`)
  }
}

export const vertexTranslator: Translator = {
  request: (chat, target) => wireOf(target).request(chat, target),
  response: (body, chat, target, context) => wireOf(target).response(body, chat, target, context),
  stream: (chat, target, context) => wireOf(target).stream(chat, target, context),
  asEvents: (body, target) => wireOf(target).asEvents?.(body, target) ?? [],
  error: (status, raw, target, streamed) => wireOf(target).error(status, raw, target, streamed),
}
