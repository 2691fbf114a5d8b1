/** Sends every case to both backends and judges what they made of it. */
import { setTimeout } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import type { RecordedRequest } from '../../services/simulator/recorder.ts'
import type { Playing } from '../../services/simulator/script.ts'
import { eventually } from '../support/eventually.ts'
import type { Answer } from './ask.ts'
import { ask, askAndLeave } from './ask.ts'
import type { ParityCase } from './case.ts'
import type { DeviationList, Judged } from './deviations.ts'
import { differences } from './differences.ts'
import { isLossyCase } from './models.ts'
import type { Observation } from './observe.ts'
import { observe } from './observe.ts'
import { belongsTo, type pace, playing, prepared, type World } from './worlds.ts'

/** How a case came out: `intended` when every difference is on the list. */
export interface Result {
  readonly name: string
  readonly request: ParityCase
  readonly verdict: 'same' | 'intended' | 'different'
  readonly judged: readonly Judged[]
  /** The AI SDK stood between us and the provider: what it does not know is lost. */
  readonly lossy: boolean
  readonly litellm: Observation
  readonly ours: Observation
}

export interface Backends {
  readonly simulator: FastifyInstance
  /** The simulator's address. */
  readonly origin: string
  readonly litellm: string
  readonly sdk: string
  readonly masterKey: string
  /** The cases that are under way. */
  readonly scripts: Scripts
  /** Throws its last words if LiteLLM has died: nothing after that is an answer. */
  checkLitellm(): void
  /** Ends LiteLLM; it is ended with the test in any case. */
  stop(): Promise<void>
}

export type Scripts = Map<ParityCase, Playing>

/** Runs one case, at one backend after the other. */
async function runCase(parityCase: ParityCase, backends: Backends, list: DeviationList): Promise<Result> {
  const litellm = await observed(parityCase, backends.litellm, backends)
  const ours = await observed(parityCase, backends.sdk, backends)
  const judged = list.judge(parityCase.name, differences(litellm, ours))
  const lossy = isLossyCase(parityCase)
  return { name: parityCase.name, request: parityCase, verdict: verdictOf(judged), judged, lossy, litellm, ours }
}

function verdictOf(judged: readonly Judged[]): Result['verdict'] {
  if (judged.length === 0) return 'same'
  return judged.every(({ deviation }) => deviation !== null) ? 'intended' : 'different'
}

async function observed(parityCase: ParityCase, base: string, backends: Backends): Promise<Observation> {
  const { simulator, masterKey, scripts } = backends
  const since = simulator.recorder.list().at(-1)?.id ?? 0
  simulator.cachedContents.length = 0
  const calls = (): RecordedRequest[] => callsOf(parityCase, simulator.recorder.list({ since }))
  scripts.set(parityCase, playing(parityCase))
  if (parityCase.leaves) {
    const left = await leftBehind(parityCase, base, masterKey, calls)
    scripts.delete(parityCase)
    return left
  }
  const answers: Answer[] = []
  for (let index = 0; index < (parityCase.times ?? 1); index += 1) {
    answers.push(await ask(base, parityCase, masterKey))
  }
  scripts.delete(parityCase)
  if (answers.some(({ missing }) => missing !== undefined)) backends.checkLitellm()
  return observe(calls(), answers, Date.now() / 1000)
}

/** What a case has made a provider do. */
function callsOf(parityCase: ParityCase, calls: readonly RecordedRequest[]): RecordedRequest[] {
  // LiteLLM asks vLLM for its models by itself, some time after its start. Tokens are kept from case to case, each kind
  // of model has its own in LiteLLM: they are compared where a case has an account of its own.
  const asksForToken = parityCase.deployment?.['vertex_credentials'] !== undefined
  const asked = calls
    .filter(
      ({ method, url, wire }) =>
        wire === 'web' || wire === 'cached-contents' || (method === 'POST' && belongsTo(parityCase, url)),
    )
    .filter(({ wire }) => wire !== 'google-token' || asksForToken)
  // Files are fetched at once, in no order.
  const fetched = asked.filter(({ wire }) => wire === 'web').toSorted((one, other) => (one.url < other.url ? -1 : 1))
  return [...fetched, ...asked.filter(({ wire }) => wire !== 'web')]
}

/** What the provider answers while these cases are under way. */
export function playingAll(scripts: Scripts): Playing {
  return url => {
    for (const [parityCase, play] of scripts) if (belongsTo(parityCase, url)) return play(url)
    return null
  }
}

/** Takes cases from a queue, which others may share, and runs them at the pace of their world. */
export async function runCases(
  queue: ParityCase[],
  backends: Backends,
  list: DeviationList,
  { atOnce, pauseMs }: (typeof pace)[World],
): Promise<Result[]> {
  const results: Result[] = []
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      results.push(await runCase(prepared(next, backends.origin), backends, list))
      if (pauseMs > 0) await setTimeout(pauseMs)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return results
}

/** A provider notices within milliseconds; calls that run on take longer than this. */
const noticeMs = 3_000

/** What becomes of the provider's call when the client leaves. */
async function leftBehind(
  parityCase: ParityCase,
  base: string,
  masterKey: string,
  calls: () => RecordedRequest[],
): Promise<Observation> {
  const has = (condition: (call: RecordedRequest) => boolean): Promise<boolean> =>
    eventually(
      () => calls().some(condition),
      found => found,
      noticeMs,
    )
  await askAndLeave(base, parityCase, masterKey, () => has(() => true))
  const ended = await has(({ clientClosedAfterMs }) => clientClosedAfterMs !== null)
  return { calls: calls().length, ending: ended ? 'the call was ended' : 'the call ran on' }
}
