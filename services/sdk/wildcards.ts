/** Names like `anthropic/*`: which deployments serve a model, and what they call it (router_utils/pattern_match_deployments.py). */
import { RE2JS } from 're2js'
import type { Deployment } from './deployments.ts'

export interface WildcardMatch {
  readonly deployments: readonly Deployment[]
  /** What the request's name has in the places of the stars. */
  readonly segments: readonly string[]
  readonly name: string
}

export interface Wildcards {
  readonly size: number
  find(name: string): WildcardMatch | undefined
}

/** Collects the groups whose names have stars; the longest pattern is tried first. */
export function createWildcards(groups: ReadonlyMap<string, readonly Deployment[]>): Wildcards {
  const patterns = [...groups]
    .filter(([name]) => name.includes('*'))
    .map(([name, deployments]) => ({ source: name.split('*').map(RE2JS.quote).join('(.*)'), deployments }))
    .toSorted((a, b) => b.source.length - a.source.length)
    .map(({ source, deployments }) => ({ regex: RE2JS.compile(source), deployments }))
  return {
    size: patterns.length,
    find(name) {
      for (const { regex, deployments } of patterns) {
        const matcher = regex.matcher(name)
        if (!matcher.lookingAt()) continue
        const segments = Array.from({ length: matcher.groupCount() }, (_, index) => matcher.group(index + 1) ?? '')
        return { deployments, segments, name }
      }
      return undefined
    },
  }
}

/** The deployment's model with its stars filled in; with too few of them the request's own name is the model. */
export function fillIn(model: string, { segments, name }: WildcardMatch): string {
  const stars = model.split('*').length - 1
  if (stars === 0) return model
  if (segments.length > stars) return name
  return segments.reduce((filled, segment) => filled.replace('*', () => segment), model)
}

/** The names a wildcard stands for, among a provider's models. `model` is the deployment's, with its prefix. */
export function expand(group: string, model: string, provider: string, models: readonly string[]): string[] {
  const prefix = `${provider}/`
  const pattern = model.startsWith(prefix) ? model.slice(prefix.length) : model
  const regex = RE2JS.compile(pattern.split('*').map(RE2JS.quote).join('(.*)'))
  return models.flatMap(name => {
    const matcher = regex.matcher(name)
    if (!matcher.matches()) return []
    const segments = Array.from({ length: matcher.groupCount() }, (_, index) => matcher.group(index + 1) ?? '')
    return [segments.reduce((filled, segment) => filled.replace('*', () => segment), group)]
  })
}
