/** Sends every case to both backends and judges what they made of it. */
import type { FastifyInstance } from 'fastify'
import type { Answer } from './ask.ts'
import { ask } from './ask.ts'
import type { ParityCase } from './case.ts'
import type { DeviationList, Judged } from './deviations.ts'
import { differences } from './differences.ts'
import type { Observation } from './observe.ts'
import { observe } from './observe.ts'

/** How a case came out: `intended` when every difference is on the list. */
export interface Result {
  readonly name: string
  readonly request: ParityCase
  readonly verdict: 'same' | 'intended' | 'different'
  readonly judged: readonly Judged[]
  readonly litellm: Observation
  readonly ours: Observation
}

export interface Backends {
  readonly simulator: FastifyInstance
  readonly litellm: string
  readonly sdk: string
  readonly masterKey: string
}

/** Runs one case. One at a time: what arrives at the simulator belongs to whoever was asked last. */
export async function runCase(parityCase: ParityCase, backends: Backends, list: DeviationList): Promise<Result> {
  const litellm = await observed(parityCase, backends.litellm, backends)
  const ours = await observed(parityCase, backends.sdk, backends)
  const judged = list.judge(parityCase.name, differences(litellm, ours))
  return { name: parityCase.name, request: parityCase, verdict: verdictOf(judged), judged, litellm, ours }
}

function verdictOf(judged: readonly Judged[]): Result['verdict'] {
  if (judged.length === 0) return 'same'
  return judged.every(({ deviation }) => deviation !== null) ? 'intended' : 'different'
}

async function observed(
  parityCase: ParityCase,
  base: string,
  { simulator, masterKey }: Backends,
): Promise<Observation> {
  simulator.recorder.clear()
  simulator.script.play(parityCase.provider ?? null)
  const answer: Answer = await ask(base, parityCase, masterKey)
  // LiteLLM asks vLLM for its models by itself, some time after its start.
  const calls = simulator.recorder.list().filter(({ method }) => method === 'POST')
  return observe(calls, answer, Date.now() / 1000)
}
