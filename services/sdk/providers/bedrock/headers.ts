/** Where a request to Bedrock goes, and how it is let in. */
import { admittedAt } from '../amazon/admitted.ts'
import { asString } from '../json.ts'
import type { JsonObject, ProviderRequest, Target } from '../translator.ts'
import { invokeId, regionInArn, regionInPath } from './model-id.ts'

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

/** Where InvokeModel is asked for a model's own words; `id` is another name than the model's own. */
export function invokeUrl(target: Target, streams: boolean, id: string | undefined): string {
  const place = id === undefined ? invokeId(target.model) : encodeURIComponent(id)
  const method = streams ? 'invoke-with-response-stream' : 'invoke'
  return `${endpointOf(target, target.model, 'api_base')}/model/${place}/${method}`
}

/** The region of a call: the deployment's, its ARN's or path's, else the usual one. */
export function regionOf(target: Target, model: string): string {
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
