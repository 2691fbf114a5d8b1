/** Sends every case to both backends and judges what they made of it. */
import type { FastifyInstance } from 'fastify'
import type { Answer } from './ask.ts'
import { ask } from './ask.ts'
import type { ParityCase } from './case.ts'
import type { DeviationList, Judged } from './deviations.ts'
import { differences } from './differences.ts'
import type { Observation } from './observe.ts'
import { observe } from './observe.ts'
import { playing } from './worlds.ts'

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
  simulator.script.play(parityCase.setup ? playing(parityCase.setup) : (parityCase.provider ?? null))
  const answers: Answer[] = []
  for (let index = 0; index < (parityCase.times ?? 1); index += 1) {
    answers.push(await ask(base, parityCase, masterKey))
  }
  // LiteLLM asks vLLM for its models by itself, some time after its start. Tokens are kept from case to case, each kind
  // of model has its own in LiteLLM: they are compared where a case has an account of its own.
  const asksForToken = parityCase.deployment?.['vertex_credentials'] !== undefined
  const calls = simulator.recorder
    .list()
    .filter(({ method, wire }) => method === 'POST' && (wire !== 'google-token' || asksForToken))
  return observe(calls, answers, Date.now() / 1000)
}
