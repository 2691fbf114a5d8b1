/** Control's own metrics: the record, the processes, LiteLLM. */
import { Counter, Gauge, type Registry } from 'prom-client'
import { phases, type RolloutRecord } from '../shared/rollout/record.ts'

/** `record` and `litellmAlive` are asked at each scrape. */
export function createControlMetrics(
  registry: Registry,
  record: () => RolloutRecord,
  litellmAlive: () => Promise<boolean>,
) {
  const registers = [registry]
  const changes = new Counter({
    name: 'crossfade_rollout_changes_total',
    help: 'Changes of the rollout record by this process.',
    labelNames: ['action'],
    registers,
  })
  for (const action of ['set', 'rollback', 'env']) changes.inc({ action }, 0)
  return {
    changes,
    percent: new Gauge({
      name: 'crossfade_rollout_percent',
      help: "The sdk backend's share in the rollout record, 0 to 100.",
      registers,
      collect() {
        this.set(record().percent)
      },
    }),
    phase: new Gauge({
      name: 'crossfade_rollout_phase',
      help: '1 for the phase the rollout is in.',
      labelNames: ['phase'],
      registers,
      collect() {
        for (const phase of phases) this.set({ phase }, record().phase === phase ? 1 : 0)
      },
    }),
    litellmUp: new Gauge({
      name: 'crossfade_litellm_up',
      help: '1 while LiteLLM answers its liveliness probe.',
      registers,
      async collect() {
        this.set((await litellmAlive()) ? 1 : 0)
      },
    }),
    processUp: new Gauge({
      name: 'crossfade_proc_up',
      help: '1 while a process that has announced itself can be scraped.',
      labelNames: ['target'],
      registers,
    }),
  }
}

export type ControlMetrics = ReturnType<typeof createControlMetrics>
