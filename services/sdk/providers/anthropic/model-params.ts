/** Parameters that only some models take: refused or, with `drop_params`, left out for the others. */
import { unsupportedParams } from '../parameters.ts'
import { pythonRepr } from '../python-text.ts'
import type { JsonObject } from '../translator.ts'
import { hasTrait, takesSampling } from './models.ts'

/** Temperature, top_p and top_k, as far as the model takes them. */
export function sampling(params: JsonObject, model: string, drop: boolean): JsonObject {
  const kept: JsonObject = {}
  for (const name of ['temperature', 'top_p', 'top_k']) {
    const value = params[name]
    if (value === undefined) continue
    if (takesSampling(model) || (name === 'temperature' && value === 1)) kept[name] = value
    else if (!drop) {
      const hint = name === 'temperature' ? 'Only temperature=1 is supported. ' : ''
      throw unsupportedParams(
        `${model} does not support ${name}=${pythonRepr(value)}. ${hint}` +
          'To drop unsupported params, set `litellm.drop_params = True`.',
      )
    }
  }
  return kept
}

/** Whether a request's `speed` may stay. */
export function keepsSpeed(params: JsonObject, model: string, drop: boolean): boolean {
  if (params['speed'] === undefined || hasTrait(model, 'speed')) return true
  return keepsNoSpeed(params, model, drop)
}

/** What becomes of a `speed` where nobody takes it. */
export function keepsNoSpeed(params: JsonObject, model: string, drop: boolean): false {
  if (drop || params['speed'] === undefined) return false
  throw unsupportedParams(
    `${model} does not support speed=${pythonRepr(params['speed'])}. ` +
      'To drop unsupported params, set `litellm.drop_params = True`.',
  )
}
