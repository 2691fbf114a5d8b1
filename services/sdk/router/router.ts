/** The router's state in this process: settings, and which deployments are cooling down. */
import type { LitellmConfig } from '../../../config/litellm-schema.ts'
import { noDeployments } from '../answers.ts'
import type { Catalogue, Deployment } from '../deployments.ts'

import { createCooldowns, type Cooldowns } from './cooldown.ts'
import type { Failure } from './failure.ts'
import { pickDeployment } from './pick.ts'
import { type RouterSettings, routerSettings } from './settings.ts'

export interface Router {
  readonly settings: RouterSettings
  readonly cooldowns: Cooldowns
}

export function createRouter(config: LitellmConfig): Router {
  const settings = routerSettings(config)
  return { settings, cooldowns: createCooldowns(settings.cooldownTime, settings.disableCooldowns) }
}

/** A group's deployments, or why none of them can be asked. */
export type Choice = { deployment: Deployment } | { failure: Failure; retryAfter?: number }

/**
 * Chooses among a group's deployments that are not cooling down. `skipped` have refused this request for good already:
 * they are asked only where nobody else is left.
 */
export function choose(
  group: string,
  catalogue: Catalogue,
  cooldowns: Cooldowns,
  skipped: ReadonlySet<string>,
  at: { now: number; draw: number },
): Choice {
  const all = catalogue.find(group)
  if (all.length === 0) return { failure: unknownGroup(group) }
  const healthy = all.filter(({ id }) => !cooldowns.isCooling(id, at.now))
  const fresh = healthy.filter(({ id }) => !skipped.has(id))
  const deployment = pickDeployment(fresh.length > 0 ? fresh : healthy, at.draw)
  if (deployment) return { deployment }
  const ids = all.map(({ id }) => id)
  return allCooling(group, cooldowns.shortest(ids, at.now), cooldowns.cooling(at.now))
}

function unknownGroup(group: string): Failure {
  return {
    status: 400,
    litellmClass: 'BadRequestError',
    message: noDeployments(group),
  }
}

/** The class of the router's own refusal, and the type of its error. */
const coolingClass = 'all_deployments_in_cooldown'

function allCooling(group: string, seconds: number, cooling: readonly string[]): Choice {
  const message =
    `No deployments available for selected model, Try again in ${seconds} seconds. All deployments for selected ` +
    `model are in cooldown. Passed model=${group}. pre-call-checks=False, ` +
    `cooldown_list=[${cooling.map(id => `'${id}'`).join(', ')}]`
  return { failure: { status: null, litellmClass: coolingClass, message }, retryAfter: Math.ceil(seconds) }
}
