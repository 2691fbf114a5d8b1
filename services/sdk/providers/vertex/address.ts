/** Addresses of Vertex AI (LiteLLM: llms/vertex_ai/vertex_llm_base.py, common_utils.py). */
import { findModel } from '../../models/table.ts'
import type { Target } from '../translator.ts'
import { refusedBefore } from './errors.ts'

/** Stands for the project until the account has told it. */
export const unknownProject = '{project}'

/** Where models are called that are said to be nowhere. */
export const usualLocation = 'us-central1'

/** Where a model of the Garden is: with its own deployment, or where all are that are named `publisher/model`. */
export function gardenUrl(target: Target, name: string): string {
  if (target.apiBase !== '') return `${target.apiBase}/chat/completions`
  if (name.includes('/')) return openapiUrl(target)
  return `${hostOf(target)}/v1beta1/${placeOf(target)}/endpoints/${name}/chat/completions`
}

/** What is called: everything behind the location, with its method at the end. */
export interface Called {
  /** `publishers/google/models/gemini-2.5-flash`, `endpoints/1234`, … */
  readonly resource: string
  readonly method: string
  readonly streams: boolean
  /** The version of Google's API, 1 where nothing is said. */
  readonly version?: 'v1' | 'v1beta1'
}

/** The address of a method of a model. */
export function vertexUrl(target: Target, called: Called): string {
  const url = proxied(target.apiBase, defaultUrl(target, called), called.method)
  const asEvents = called.streams && (target.apiBase !== '' || called.resource.startsWith('publishers/google/'))
  return asEvents ? `${url}${url.includes('?') ? '&' : '?'}alt=sse` : url
}

/** `projects/…/locations/…` of a deployment, with the location its model is at. */
export function placeOf(target: Target): string {
  return `projects/${target.vertex?.project ?? unknownProject}/locations/${locationOf(target)}`
}

/** Google's own host for a location, or the address that the configuration names. */
const hostOf = (target: Target): string => hostAt(locationOf(target), target)

/** The same for a location that is not the model's usual one. */
export function hostAt(location: string, target: Target): string {
  if (target.apiBase !== '') return target.apiBase
  if (location === 'global') return 'https://aiplatform.googleapis.com'
  return location.includes('-')
    ? `https://${location}-aiplatform.googleapis.com`
    : `https://aiplatform.${location}.rep.googleapis.com`
}

/** Where a project keeps cached contents. */
export function cachesUrl(target: Target): string {
  const host = target.apiBase === '' ? hostOf(target) : ''
  return proxied(target.apiBase, `${host}/v1/${placeOf(target)}/cachedContents`, 'cachedContents')
}

function defaultUrl(target: Target, { resource, method, version = 'v1' }: Called): string {
  const host = target.apiBase === '' ? hostOf(target) : ''
  return `${host}/${version}/${placeOf(target)}/${resource}:${method}`
}

/** Where Google itself answers for partners' models, in OpenAI's words. */
export function openapiUrl(target: Target): string {
  const host = hostOf(target)
  const versioned = /^[a-z]+:\/\/[^/]+\/v1(?:beta1)?$/i.test(host) ? host : `${host}/v1`
  return `${versioned}/${placeOf(target)}/endpoints/openapi/chat/completions`
}

// Some models are at few places only; a place that does not have them is overruled.
function locationOf(target: Target): string {
  const location = target.vertex?.location
  const regions = findModel('vertex_ai', target.model)?.entry['supported_regions']
  const [first] = Array.isArray(regions) ? (regions as string[]) : []
  if (first !== undefined && !(regions as string[]).includes(location ?? '')) return first
  return checkedLocation(location ?? usualLocation, target)
}

/** A location becomes a part of a host's name. */
export function checkedLocation(location: string, target: Target): string {
  if (!/^[a-z][a-z0-9-]*$/.test(location)) throw refusedBefore('Invalid vertex_location format', target)
  return location
}

/** An address of the configuration is a host, a host and a version, or all but the method. */
function proxied(base: string, url: string, method: string): string {
  if (base === '') return url
  const path = /^[a-z]+:\/\/[^/?#]*([^?#]*)/i.exec(base)?.[1] ?? ''
  if (path === '') return `${base}${url}`
  if (path === '/v1' || path === '/v1beta1') return `${base}${url.replace(/^\/v1(?:beta1)?(?=\/)/, '')}`
  return `${base}:${method}`
}
