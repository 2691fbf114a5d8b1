/** Picks one of the deployments of a group: LiteLLM's simple-shuffle, by weight. Pure; `draw` is in [0, 1). */
import type { Deployment } from '../deployments.ts'

/** By `weight`, else by `rpm`, else by `tpm`, whichever any of them has; else all alike. */
export function pickDeployment(deployments: readonly Deployment[], draw: number): Deployment | null {
  const kinds = ['weight', 'rpm', 'tpm'] as const
  const kind = kinds.find(kind => deployments.some(({ shares }) => shares[kind] > 0))
  if (kind === undefined) return deployments[Math.floor(draw * deployments.length)] ?? null
  const total = deployments.reduce((sum, { shares }) => sum + shares[kind], 0)
  let rest = draw * total
  for (const deployment of deployments) {
    rest -= deployment.shares[kind]
    if (rest < 0) return deployment
  }
  return deployments.findLast(({ shares }) => shares[kind] > 0) ?? null
}
