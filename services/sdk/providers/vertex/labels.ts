/** Labels, by which Google bills. */
import { asObject } from '../json.ts'
import type { Json, JsonObject, Target } from '../translator.ts'

/** The texts of an object, as labels are; undefined where it has none. */
export function textsOf(value: Json | undefined): JsonObject | undefined {
  const texts = Object.entries(asObject(value) ?? {}).filter(([, text]) => typeof text === 'string')
  return texts.length > 0 ? Object.fromEntries(texts) : undefined
}

/** The metadata of a request in another API's words, where its texts are labels here: for Gemini at Vertex AI. */
export function labelling(metadata: Json | undefined, { vertex, model }: Pick<Target, 'vertex' | 'model'>): JsonObject {
  const labels = vertex && !model.startsWith('claude') ? textsOf(metadata) : undefined
  return labels ? { metadata: labels } : {}
}
