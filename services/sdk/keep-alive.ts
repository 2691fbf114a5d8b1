/**
 * What a client is sent while its provider is silent, so that neither it nor anything between gives the stream up. Each
 * dialect has a frame that its client libraries pass over; LiteLLM has one for `/v1/messages` alone.
 */
import type { SdkParts } from './parts.ts'

/** A dialect's frame, and when it is sent. */
export interface KeepAlive {
  /** Milliseconds of silence; 0 for none. */
  readonly everyMs: number
  /** May be sent before the first event, which commits the answer to status 200. */
  readonly early: boolean
  /** `begun` when the client has an event already. */
  frame(begun: boolean): string
}

const comment = ': keep-alive\n\n'

/** Chat and text completions: their libraries take any event for a chunk, so it is a comment. */
export function keepAliveByComment(everyMs: number): KeepAlive {
  return { everyMs, early: false, frame: () => comment }
}

/** Anthropic's own event, as LiteLLM sends it: from the provider's headers on. */
export function keepAliveByPing(everyMs: number): KeepAlive {
  return { everyMs, early: true, frame: () => 'event: ping\ndata: {"type": "ping"}\n\n' }
}

/** The same in LiteLLM's own setting, in seconds, where the configuration has it. */
export function messagesKeepAlive({ config, keepAliveMs }: SdkParts): KeepAlive {
  const seconds = config.litellm_settings?.anthropic_sse_ping_interval_seconds
  return keepAliveByPing(seconds === undefined ? keepAliveMs : seconds * 1000)
}

/** The Responses API: a comment does not reset every client's watch, an event before the first one breaks some. */
export function keepAliveByEvent(everyMs: number): KeepAlive {
  const event = 'event: keepalive\ndata: {"type":"keepalive"}\n\n'
  return { everyMs, early: false, frame: begun => (begun ? event : comment) }
}

/** A timer that can be started anew. */
export interface Alarm {
  refresh(): void
  stop(): void
}

/** Starts an alarm, which goes off once unless it is refreshed. */
export type SetAlarm = (ms: number, ring: () => void) => Alarm

/** By the system's clock; it keeps no process alive. */
export const setSystemAlarm: SetAlarm = (ms, ring) => {
  const timer = setTimeout(ring, ms).unref()
  return { refresh: () => void timer.refresh(), stop: () => clearTimeout(timer) }
}

/** Calls `beat` after every `everyMs` without a `refresh`, until it is stopped. */
export function startBeats(everyMs: number, beat: () => void, setAlarm: SetAlarm): Alarm {
  if (everyMs <= 0) return { refresh: () => {}, stop: () => {} }
  const alarm = setAlarm(everyMs, () => {
    alarm.refresh()
    beat()
  })
  return alarm
}
