/** Where a deployment at Vertex AI is, and who calls it: from its parameters, LiteLLM's settings or the environment. */
import { asObject, asString } from '../json.ts'
import type { Json, JsonObject } from '../translator.ts'

/** A path or the JSON of an account, as text or as an object; undefined is the machine's own account. */
export type VertexCredentials = string | JsonObject | undefined

export interface VertexSettings {
  /** Undefined where only the account tells it. */
  readonly project: string | undefined
  readonly location: string | undefined
  readonly credentials: VertexCredentials
}

type Env = Readonly<Record<string, string | undefined>>

/** The settings of a deployment; undefined where it is not at Vertex AI. */
export function vertexSettings(
  provider: string,
  params: Readonly<Record<string, unknown>>,
  settings: Readonly<Record<string, unknown>> | undefined,
  env: Env,
): VertexSettings | undefined {
  if (provider !== 'vertex_ai' && provider !== 'vertex_ai_beta') return undefined
  const given = (name: string): Json | undefined =>
    ((params[`vertex_${name}`] || params[`vertex_ai_${name}`] || undefined) as Json | undefined) ?? undefined
  const everywhere = (name: string): string | undefined => asString((settings?.[`vertex_${name}`] ?? null) as Json)
  const credentials = given('credentials')
  return {
    project: asString(given('project')) ?? everywhere('project') ?? (env.VERTEXAI_PROJECT || undefined),
    location: asString(given('location')) ?? everywhere('location') ?? (env.VERTEXAI_LOCATION || undefined),
    credentials: asString(credentials) ?? asObject(credentials) ?? (env.VERTEXAI_CREDENTIALS || undefined),
  }
}
