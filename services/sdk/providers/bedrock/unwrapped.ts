/** What the events of InvokeModelWithResponseStream bear. */
import { exceptionMark, malformedEvent, truncatedEvent } from '../../aws-events.ts'
import { asObject, asString, parseJson } from '../json.ts'
import type { SseEvent, Target } from '../translator.ts'
import { malformedStream, streamException, truncatedStream } from './errors.ts'

/** The model's own event within a chunk of AWS's; anything else is a fault. */
export function unwrapped({ event, data }: SseEvent, target: Target): SseEvent | null {
  if (event.startsWith(exceptionMark)) throw streamException(event.slice(exceptionMark.length), data, target)
  if (event === malformedEvent) throw malformedStream(data, target)
  if (event === truncatedEvent) throw truncatedStream(data, target)
  if (event !== 'chunk') return null
  const bytes = asString(asObject(parseJson(data))?.['bytes'])
  const inner = bytes === undefined ? undefined : Buffer.from(bytes, 'base64').toString('utf8')
  const parsed = inner === undefined ? undefined : asObject(parseJson(inner))
  if (inner === undefined || !parsed) throw malformedStream(`Unable to parse stream event: ${inner ?? data}`, target)
  return { event: asString(parsed['type']) ?? '', data: inner }
}
