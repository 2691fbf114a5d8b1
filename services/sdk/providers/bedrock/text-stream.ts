/** Streams of models that continue a text, as LiteLLM reads their chunks: by the keys they have, whoever's they are. */
import { asCount, asString, objectsOf } from '../json.ts'
import { ofObjects, type Piece, PlainStream } from '../plain/stream.ts'
import type { AnswerContext, JsonObject, StreamTranslator, Target } from '../translator.ts'
import type { TextFamily } from './text-families.ts'
import { unwrapped } from './unwrapped.ts'

/** Begins to translate a stream of a model of a family. */
export function textStream(
  family: TextFamily,
  chat: JsonObject,
  target: Target,
  context: AnswerContext,
): StreamTranslator {
  const read = family.thinks ? thinkingPieces() : textPiece
  return withinChunks(new PlainStream(chat, target, context, ofObjects(read, target)), target)
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
function textPiece(chunk: JsonObject): Piece {
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

/** Reads the chunks of a model that thinks first; LiteLLM has an id for each of them. */
function thinkingPieces(): (chunk: JsonObject) => Piece {
  let thinking = true
  let counts = { prompt: 0, completion: 0 }
  return chunk => {
    const { generation, prompt_token_count: prompt, generation_token_count: completion, stop_reason: reason } = chunk
    const ends = thinking && generation === '</think>'
    if (ends) thinking = false
    counts = { prompt: asCount(prompt) || counts.prompt, completion: asCount(completion) || counts.completion }
    const words = ends ? '' : (asString(generation) ?? '')
    return {
      ...(thinking ? { thought: words } : { text: words }),
      counts,
      id: `chatcmpl-${crypto.randomUUID()}`,
      ...(isLast(chunk) ? { finish: 'stop' } : {}),
      ...told(reason),
    }
  }
}
