/** What all models at SageMaker have in common: their addresses, who is let in, and how their streams go wrong. */
import { exceptionMark, malformedEvent, truncatedEvent } from '../../aws-events.ts'
import { asString } from '../json.ts'
import { litellmFault } from '../litellm-errors.ts'
import { inStream } from '../bedrock/errors.ts'
import { nameOf } from '../plain/wire.ts'
import type { JsonObject, ProviderFault, ProviderRequest, StreamTranslator, Target, Translator } from '../translator.ts'
import { admittedAt } from './admitted.ts'

/** Parameters that say where and how a model is asked, and are none of the model's. */
export const steering = ['sagemaker_base_url', 'model_id']

const suffixes: readonly [prefix: string, suffix: string][] = [
  ['cn-', 'amazonaws.com.cn'],
  ['us-isob-', 'sc2s.sgov.gov'],
  ['us-isof-', 'csp.hci.ic.gov'],
  ['us-iso-', 'c2s.ic.gov'],
  ['eu-isoe-', 'cloud.adc-e.uk'],
]

/** A request for an endpoint; an address in the configuration is the whole of it, and no request's own is. */
export function invocation(
  { target, asked, streams }: { target: Target; asked: JsonObject; streams: boolean },
  request: { headers: Record<string, string>; body: JsonObject },
): ProviderRequest {
  const { region: named, usualRegion = '' } = target.aws ?? {}
  const region = named ?? usualRegion
  const [, suffix = 'amazonaws.com'] = suffixes.find(([prefix]) => region.startsWith(prefix)) ?? []
  const method = streams ? 'invocations-response-stream' : 'invocations'
  const url =
    asString(target.defaults['sagemaker_base_url']) ??
    `https://runtime.sagemaker.${region}.${suffix}/endpoints/${encodeURIComponent(target.model)}/${method}`
  const component = asString(asked['model_id'])
  const headers = {
    ...request.headers,
    ...(component === undefined ? {} : { 'x-amzn-sagemaker-inference-component': component }),
  }
  return admittedAt(target, { url, headers, body: request.body }, { service: 'sagemaker', region })
}

/** The statuses of the exceptions that may come in the middle of a stream. */
const exceptions: Readonly<Record<string, number>> = { ModelStreamError: 424, InternalStreamFailure: 500 }

/** A stream of parts; what stands in their place is a fault, which `fail` words. */
export function payloadStream(stream: StreamTranslator, target: Target, fail: Translator['error']): StreamTranslator {
  return {
    push(event) {
      const { event: type, data } = event
      if (type === '') return stream.push(event)
      if (type.startsWith(exceptionMark)) {
        const name = type.slice(exceptionMark.length)
        throw inStream(fail(exceptions[name] ?? 400, `${name} ${data}`, target, true))
      }
      if (type === malformedEvent) throw unreadStream(`Unable to parse stream event: ${data}`, target)
      if (type === truncatedEvent) throw unreadStream(`the stream ended with ${data || 'no events'}`, target)
      return []
    },
    end: () => stream.end(),
    get usage() {
      return stream.usage
    },
  }
}

function unreadStream(why: string, target: Target): ProviderFault {
  return inStream(litellmFault('APIConnectionError', 500, `${nameOf(target)} - ${why}`, target))
}
