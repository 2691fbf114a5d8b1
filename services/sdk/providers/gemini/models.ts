/**
 * What LiteLLM knows of Gemini's models, as far as a request depends on it. Source: LiteLLM 1.106.2,
 * `model_prices_and_context_window_backup.json` (provider `gemini`) and its rule `gemini-chat-baseline`.
 */
interface Facts {
  /** Takes reasoning_effort and thinking. */
  readonly reasons: boolean
  /** Has a place for the system prompt; elsewhere it is the user's first words. */
  readonly system: boolean
  /** Takes a schema as a parameter; elsewhere it is told in words. */
  readonly schema: boolean
}

const all: Facts = { reasons: true, system: true, schema: true }
const mute: Facts = { ...all, reasons: false }
const none: Facts = { reasons: false, system: false, schema: false }
const draws: Facts = { ...all, schema: false }
const talks: Facts = { ...none, reasons: true }

const known: Readonly<Record<string, Facts>> = {
  'deep-research-max-preview-04-2026': { ...mute, schema: false },
  'deep-research-preview-04-2026': { ...mute, schema: false },
  'deep-research-pro-preview-12-2025': mute,
  'gemini-2.5-computer-use-preview-10-2025': { ...mute, schema: false },
  'gemini-2.5-flash-image': { ...mute, schema: false },
  'gemini-2.5-flash-native-audio-preview-12-2025': talks,
  'gemini-2.5-flash-preview-09-2025': none,
  'gemini-2.5-pro-preview-tts': { ...mute, schema: false },
  'gemini-3-pro-image': draws,
  'gemini-3-pro-image-preview': { ...mute, schema: false },
  'gemini-3.1-flash-image': draws,
  'gemini-3.1-flash-image-preview': { ...mute, schema: false },
  'gemini-3.1-flash-lite-image': draws,
  'gemini-3.1-flash-live-preview': talks,
  'gemini-3.8-live': talks,
  'gemini-3.8-live-extended-thinking': talks,
  'gemini-4-argon': all,
  'gemini-exp-1114': mute,
  'gemini-exp-1206': all,
  'gemini-flash-latest': all,
  'gemini-flash-lite-latest': all,
  'gemini-live-2.5-flash-preview-native-audio-09-2025': mute,
  'gemini-nano-banana-2.1': draws,
  'gemini-omni-1.1-flash': draws,
  'gemini-omni-flash-preview': draws,
  'gemini-pro-latest': all,
  'gemini-robotics-er-2-preview': all,
  'gemini-robotics-er-2-streaming-preview': talks,
  'gemma-3-27b-it': { ...none, schema: true },
  'gemma-4-26b-a4b-it': all,
  'gemma-4-31b-it': all,
  'learnlm-1.5-pro-experimental': mute,
  'nano-banana-pro-preview': mute,
}

const special = /-tts|-image|-live|-audio|-embedding|-computer-use|-robotics|-transcribe|-translate/
const baseline = /gemini-(?:2[.-][5-9]|[3-9](?:[.-]\d{1,2})?)-(?:pro|flash)(?:-lite)?(?![a-z])/

export function factsOf(model: string): Facts {
  if (Object.hasOwn(known, model)) return known[model] ?? none
  return isOrdinary(model) ? all : none
}

/** Whether a name without an entry is that of an ordinary chat model from 2.5 on. */
export function isOrdinary(model: string): boolean {
  return baseline.test(model) && !special.test(model)
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
