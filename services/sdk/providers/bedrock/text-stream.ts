/** Streams of models that continue a text, as LiteLLM reads their chunks: by the keys they have, whoever's they are. */
import { asString, objectsOf } from '../json.ts'
import { ofObjects, type Piece, PlainStream } from '../plain/stream.ts'
import type { AnswerContext, JsonObject, StreamTranslator, Target } from '../translator.ts'
import { unwrapped } from './unwrapped.ts'

/** Begins to translate a stream. */
export function textStream(chat: JsonObject, target: Target, context: AnswerContext): StreamTranslator {
  return withinChunks(new PlainStream(chat, target, context, ofObjects(textPiece, target)), target)
}

/** A translator of a model's own events, given those of AWS's that bear them. */
export function withinChunks(stream: StreamTranslator, target: Target): StreamTranslator {
  return {
    push(event) {
      const inner = unwrapped(event, target)
      return inner === null ? [] : stream.push(inner)
    },
    end: () => stream.end(),
    get usage() {
      return stream.usage
    },
  }
}

/** What a chunk says. Where one is the last LiteLLM does not always see why, and says `stop`. */
export function textPiece(chunk: JsonObject): Piece {
  const last = isLast(chunk) ? { finish: 'stop' } : {}
  const { outputs } = chunk
  if ('outputText' in chunk) return { text: asString(chunk['outputText']) ?? '', ...last }
  if (outputs !== undefined) {
    const [only, ...others] = objectsOf(outputs)
    return { text: others.length > 0 ? '' : (asString(only?.['text']) ?? ''), ...last, ...told(chunk['stop_reason']) }
  }
  const text = 'generation' in chunk ? chunk['generation'] : chunk['text']
  if (text !== undefined) return { text: asString(text) ?? '', ...last }
  return { ...last, ...told(chunk['finish_reason'] ?? chunk['completionReason']) }
}

const told = (reason: JsonObject[string]): Piece => (typeof reason === 'string' ? { finish: reason } : {})

/** AWS counts in the last chunk, and the models say why they end in theirs. */
function isLast(chunk: JsonObject): boolean {
  const [output] = objectsOf(chunk['outputs'])
  const reasons = [chunk['completionReason'], chunk['stop_reason'], chunk['finish_reason'], output?.['stop_reason']]
  return 'amazon-bedrock-invocationMetrics' in chunk || reasons.some(reason => typeof reason === 'string')
}
