import { breakJson, interruptBody, interruptStream } from './faults.ts'
import { strayPage } from './gate.ts'
import type { Instead, Plan } from './scenarios.ts'
import type { Stage } from './stage.ts'
import type { Prepared } from './wires/wire.ts'
import { Complaint } from './wires/wire.ts'

type Headers = Record<string, string | string[]>
type Stream = Extract<Prepared, { kind: 'stream' }>

async function performStream(
  stage: Stage,
  stream: Stream,
  plan: Plan,
  headers: Headers,
  pauseMs: number,
): Promise<void> {
  const { interruption } = plan
  const write = (text: string): Promise<void> => stage.write(stream.encode?.(text) ?? text)
  const stopAt = interruption === null || interruption.kind === 'badjson' ? Infinity : interruption.chunks
  const breakAt = interruption?.kind === 'badjson' ? interruption.chunks : Infinity
  stage.head(200, { ...headers, 'content-type': stream.contentType, 'cache-control': 'no-cache' })
  let sent = 0
  for (const frame of stream.frames) {
    if (frame.content) {
      if (stage.record.chunksSent >= stopAt) break
      await stage.pause(pauseMs)
    }
    const broken = frame.content && stage.record.chunksSent === breakAt
    await write(broken ? breakJson(frame.text) : frame.text)
    sent += 1
    if (frame.content) stage.record.chunksSent += 1
  }
  if (interruption !== null && interruption.kind !== 'badjson')
    return interruptStream(stage, interruption.kind, () => stream.failure(sent), write)
  for (const text of stream.ending) await write(text)
  stage.end()
}

async function performWhole(
  stage: Stage,
  whole: Extract<Prepared, { kind: 'whole' }>,
  plan: Plan,
  headers: Headers,
): Promise<void> {
  const body = JSON.stringify(whole.body)
  const json = { ...headers, 'content-type': 'application/json' }
  await stage.pause((plan.pauseMs ?? 0) * whole.pieces)
  switch (plan.interruption?.kind) {
    case undefined:
      return stage.answer(200, json, body)
    case 'badjson':
      return stage.answer(200, json, breakJson(body))
    case 'error':
      throw new Complaint({ status: 500 })
    case 'cut':
    case 'eof':
    case 'stall':
      return interruptBody(stage, plan.interruption.kind, json, body)
  }
}

/** Acts out an answer, with all that the plan does to it. */
export async function perform(
  stage: Stage,
  prepared: Prepared,
  plan: Plan,
  headers: Headers,
  usualPauseMs: number,
): Promise<void> {
  if (prepared.kind === 'whole') return performWhole(stage, prepared, plan, headers)
  return performStream(stage, prepared, plan, headers, plan.pauseMs ?? usualPauseMs)
}

/** Acts out what comes instead of an answer; throws a Complaint for an error of the wire. */
export function performInstead(stage: Stage, instead: Instead, model: string, headers: Headers): void {
  switch (instead.kind) {
    case 'html':
      return stage.answer(200, { ...headers, 'content-type': 'text/html; charset=utf-8' }, strayPage)
    case 'empty':
      return stage.answer(200, { ...headers, 'content-type': 'application/json' }, '')
    case 'error':
      throw new Complaint({ status: instead.status, model, retryAfter: instead.retryAfter })
  }
}
