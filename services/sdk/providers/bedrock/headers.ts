/** Where a request to Bedrock goes, and how it is let in. */
import { admittedAt } from '../amazon/admitted.ts'
import { asString } from '../json.ts'
import type { JsonObject, ProviderRequest, Target } from '../translator.ts'
import { regionInArn, regionInPath } from './model-id.ts'

type Headers = Record<string, string>

/** The name a model is asked by, where the configuration has another than the model's own. */
export const otherId = (chat: JsonObject, { defaults }: Target): string | undefined =>
  asString(chat['model_id'] ?? defaults['model_id'])

/** Where a model is asked: whoever names an endpoint means it, else the region's own. */
export function endpointOf(target: Target, model: string, first: 'api_base' | 'endpoint'): string {
  const base = target.apiBase === '' ? undefined : target.apiBase
  const endpoint = target.aws?.endpoint
  const named = first === 'endpoint' ? (endpoint ?? base) : (base ?? endpoint)
  if (named !== undefined) return named.replace(/\/+$/, '')
  const region = regionOf(target, model)
  return `https://bedrock-runtime.${region}.${region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'}`
}

/** The region of a call: the deployment's, its ARN's or path's, else the usual one. */
function regionOf(target: Target, model: string): string {
  const { region, usualRegion = 'us-west-2' } = target.aws ?? {}
  return region ?? regionInArn(model) ?? regionInPath(model) ?? usualRegion
}

/** How a request is let in: a bearer token in its headers, or a signature that is made when it is sent. */
export function admittedRequest(
  target: Target,
  model: string,
  request: { url: string; headers: Headers; body: JsonObject },
): ProviderRequest {
  return admittedAt(target, request, { service: 'bedrock', region: regionOf(target, model) })
}
