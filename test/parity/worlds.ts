/**
 * The configurations the cases run in: one for all that a single call shows, and those of the router, whose cases have
 * groups of deployments and settings of their own. Each has a LiteLLM, a worker and a provider to itself.
 */
import { stringify } from 'yaml'
import { asObject, type Json, type JsonObject } from '../../services/simulator/json.ts'
import type { Playing, ScriptedAnswer } from '../../services/simulator/script.ts'
import { type ParityCase, web } from './case.ts'
import { configOf, ownName, paramsOf, withOwnName } from './models.ts'

/**
 * `usual` has LiteLLM's own defaults; `set` has settings that change what happens to every group; in `cooling` no
 * deployment is out for long, so that the cases do not see each other's.
 */
export type World = 'plain' | 'usual' | 'set' | 'cooling'

/** One deployment of a group. */
export interface Sketch {
  /** Its path at the provider, and its id. */
  readonly path: string
  readonly model?: string
  /** On top of the usual `litellm_params`; what is null is left out. */
  readonly params?: JsonObject
  readonly info?: JsonObject
}

/** What a router case brings along. An `@` in a name stands for the case: names of two cases never meet. */
export interface Setup {
  readonly world?: Exclude<World, 'plain'>
  readonly groups: Readonly<Record<string, readonly Sketch[]>>
  /** Router settings: lists are appended to those of the other cases, objects merged into theirs. */
  readonly settings?: JsonObject
  /** What is answered at a path, in turn, the last for ever; elsewhere the simulator has its own words. */
  readonly script?: Readonly<Record<string, readonly (ScriptedAnswer | null)[]>>
}

/** The world a case belongs to. */
export function worldOf({ setup }: ParityCase): World {
  return setup ? (setup.world ?? 'usual') : 'plain'
}

/** What is the same for all cases of a world. */
const settingsOf: Record<Exclude<World, 'plain'>, JsonObject> = {
  usual: {},
  cooling: { cooldown_time: 2 },
  set: {
    num_retries: 1,
    cooldown_time: 3,
    retry_policy: { BadRequestErrorRetries: 2, NotFoundErrorRetries: 1, RateLimitErrorRetries: 0 },
    allowed_fails_policy: { RateLimitErrorAllowedFails: 1, AuthenticationErrorAllowedFails: 1 },
    default_fallbacks: ['last-resort'],
  },
}

/** Groups that all cases of a world may ask for. */
const shared: Record<Exclude<World, 'plain'>, Record<string, { model: string }>> = {
  usual: { spare: { model: 'openai/gpt-4o' } },
  cooling: {},
  set: {
    'last-resort': { model: 'openai/gpt-4o' },
    'anthropic/*': { model: 'anthropic/*' },
    'mine/*': { model: 'openai/*' },
    'mine/mini-*': { model: 'openai/gpt-4o-mini' },
    '*': { model: 'openai/*' },
  },
}

/** How many cases of a world may be under way, and the milliseconds between two. */
export const pace: Record<World, { atOnce: number; pauseMs: number }> = {
  plain: { atOnce: 1, pauseMs: 0 },
  // They wait a lot, and their calls can be told apart.
  usual: { atOnce: 8, pauseMs: 0 },
  set: { atOnce: 1, pauseMs: 0 },
  cooling: { atOnce: 1, pauseMs: 2_100 },
}

/** The configuration of a world, as YAML. */
export function configOfWorld(world: World, cases: readonly ParityCase[], origin: string): string {
  if (world === 'plain') return configOf(cases, origin)
  const own = cases.flatMap(parityCase => entriesOf(parityCase, origin))
  const common = Object.entries(shared[world]).map(([model_name, params]) => ({
    model_name,
    litellm_params: paramsOf(params.model, origin),
  }))
  const settings = cases.map(parityCase => named(parityCase, parityCase.setup?.settings ?? {}))
  const config = {
    model_list: [...common, ...own],
    general_settings: { master_key: 'os.environ/LITELLM_MASTER_KEY' },
    litellm_settings: { telemetry: false },
    router_settings: [settingsOf[world], ...settings].reduce(merged, {}),
  }
  return stringify(config, { version: '1.1' })
}

/** A case as it is sent; `origin` is the simulator's. */
export function prepared(written: ParityCase, origin: string): ParityCase {
  const parityCase = onItsWeb(written, origin)
  const { body, setup } = parityCase
  if (setup === undefined) return withOwnName(parityCase)
  const path = parityCase.path.replaceAll('@', `${ownName(parityCase)}-`)
  return { ...parityCase, path, ...(typeof body === 'object' ? { body: named(parityCase, body) } : {}) }
}

/** Addresses of the simulated web lead to the simulator. */
function onItsWeb(parityCase: ParityCase, origin: string): ParityCase {
  const { body } = parityCase
  if (typeof body !== 'object') return parityCase
  return { ...parityCase, body: asObject(JSON.parse(JSON.stringify(body).replaceAll(web, `${origin}/web/`)) as Json) }
}

function entriesOf(parityCase: ParityCase, origin: string): JsonObject[] {
  const groups = parityCase.setup?.groups ?? {}
  return Object.entries(groups).flatMap(([group, sketches]) =>
    sketches.map(({ path, model = 'openai/gpt-4o', params = {}, info = {} }) => {
      const all = { ...paramsOf(model, `${origin}${pathOf(parityCase)}${path}`), ...params }
      const litellm_params = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null))
      return named(parityCase, { model_name: group, litellm_params, model_info: { id: `@${path}`, ...info } })
    }),
  )
}

/** With the case's name in the place of every `@`. */
function named(parityCase: ParityCase, value: JsonObject): JsonObject {
  return asObject(JSON.parse(JSON.stringify(value).replaceAll('@', `${ownName(parityCase)}-`)) as Json)
}

function merged(one: JsonObject, other: JsonObject): JsonObject {
  const result = { ...one }
  for (const [key, value] of Object.entries(other)) {
    const before = result[key]
    if (Array.isArray(before) && Array.isArray(value)) result[key] = [...before, ...value]
    else result[key] = before === undefined ? value : { ...asObject(before), ...asObject(value) }
  }
  return result
}

/** Whether a call to the provider belongs to a case: its deployments have paths of their own. */
export function belongsTo(parityCase: ParityCase, url: string): boolean {
  return parityCase.setup === undefined || url.startsWith(pathOf(parityCase))
}

const pathOf = (parityCase: ParityCase): string => `/at-${ownName(parityCase)}/`

/** What the provider plays for a case, begun anew; null where the call is none of its own. */
export function playing(parityCase: ParityCase): Playing {
  const { provider = null, setup } = parityCase
  if (setup === undefined) return () => provider
  const counts = new Map<string, number>()
  const start = pathOf(parityCase)
  return url => {
    const path = url.slice(start.length).split('/', 1)[0] ?? ''
    const answers = setup.script?.[path] ?? []
    const count = counts.get(path) ?? 0
    counts.set(path, count + 1)
    return answers[Math.min(count, answers.length - 1)] ?? null
  }
}
