/** What is known of Gemini's models, as far as a request depends on it. */
import { supports } from '../../models/facts.ts'

interface Facts {
  /** Takes reasoning_effort and thinking. */
  readonly reasons: boolean
  /** Has a place for the system prompt; elsewhere it is the user's first words. */
  readonly system: boolean
  /** Takes a schema as a parameter; elsewhere it is told in words. */
  readonly schema: boolean
}

export function factsOf(model: string): Facts {
  const can = (what: string): boolean => supports('gemini', model, `supports_${what}`)
  return { reasons: can('reasoning'), system: can('system_messages'), schema: can('response_schema') }
}

/** Thinks by level instead of by budget, and answers calls by their id. LiteLLM takes every unknown name for one of them. */
export function isGemini3(model: string): boolean {
  const name = model.split('/').at(-1)?.toLowerCase() ?? ''
  if (name === '' || /^\d+$/.test(name) || name.startsWith('gemma-')) return false
  return !/^gemini-(?:[12](?:\.\d+)?|exp|(?:pro|flash)(?!-(?:lite-)?latest$))(?:-|$)/.test(name)
}

const neverMinimal = ['gemini-3.7-flash', 'gemini-3.8-flash', 'gemini-4-argon']

/** Whether the lowest level is `minimal`, rather than `low`. */
export function hasMinimalLevel(model: string): boolean {
  return isGemini3(model) && model.toLowerCase().includes('flash') && !neverMinimal.includes(model)
}

/** Whether the model takes JSON Schema as it is, rather than in OpenAPI's dialect. */
export function takesJsonSchema(model: string): boolean {
  return /gemini-(?:[2-9]|[1-9]\d+)[.-]/.test(model.toLowerCase())
}
