/** Picks one of the deployments of a group: LiteLLM's simple-shuffle, by weight. Pure; `draw` is in [0, 1). */
import type { Deployment } from './deployments.ts'

export function pickDeployment(deployments: readonly Deployment[], draw: number): Deployment | null {
  const total = deployments.reduce((sum, { weight }) => sum + weight, 0)
  if (total === 0) return deployments[Math.floor(draw * deployments.length)] ?? null
  let rest = draw * total
  for (const deployment of deployments) {
    rest -= deployment.weight
    if (rest < 0) return deployment
  }
  return deployments.at(-1) ?? null
}
