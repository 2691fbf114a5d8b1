/** LiteLLM's id of a deployment without one of its own: a hash of its entry (litellm/router.py, generate_model_id). */
import { createHash } from 'node:crypto'
import { pythonJson, pythonRepr } from './providers/python-text.ts'
import type { Json } from './providers/translator.ts'

/** `params` are the entry's, references resolved, in the order they are written in. */
export function deploymentId(group: string, params: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(params).flatMap(([key, value]) => [key, text(value as Json)])
  return createHash('sha256')
    .update(group + parts.join(''))
    .digest('hex')
}

function text(value: Json): string {
  if (typeof value === 'string') return value
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? pythonJson(value) : pythonRepr(value)
}
