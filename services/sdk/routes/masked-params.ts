/** What a list tells of a deployment's parameters: no secret (LiteLLM: litellm_core_utils/sensitive_data_masker.py). */
import { isObject } from '../providers/json.ts'
import type { Json, JsonObject } from '../providers/translator.ts'

/** Not told at all. */
const untold = new Set([
  'api_key',
  'client_secret',
  'vertex_credentials',
  'vertex_ai_credentials',
  'aws_access_key_id',
  'aws_secret_access_key',
])

/** Words of a name that make its value a secret. */
const sensitive = new Set(
  (
    'password secret key token auth authorization cookie credential credentials access private certificate ' +
    'fingerprint tenancy'
  ).split(' '),
)

/** A deployment's parameters for those who may ask for lists. */
export function maskedParams(params: JsonObject): JsonObject {
  return masked(Object.fromEntries(Object.entries(params).filter(([name]) => !untold.has(name))))
}

function masked(fields: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, maskedValue(value ?? null, isSensitive(name))]),
  )
}

/** `input_cost_per_token` is a price, and `max_tokens` is another word. */
function isSensitive(name: string): boolean {
  const words = name.toLowerCase().split(/[_-]/)
  return !words.includes('cost') && words.some(word => sensitive.has(word))
}

function maskedValue(value: Json, hides: boolean): Json {
  if (isObject(value)) return masked(value)
  if (Array.isArray(value)) return value.map(item => maskedItem(item, hides))
  return hides && value !== null ? starred(String(value)) : value
}

function maskedItem(item: Json, hides: boolean): Json {
  return maskedValue(item, hides && (typeof item === 'string' || Array.isArray(item)))
}

/** The first and the last four letters are left of a long value. */
function starred(text: string): string {
  const hidden = text.length - 8
  return hidden <= 0 ? '*'.repeat(text.length) : text.slice(0, 4) + '*'.repeat(hidden) + text.slice(-4)
}
