/** What sets OpenAI at Azure apart: addresses by deployment, names that need not tell the model, its own key header. */
import type { Json, JsonObject, Target } from '../translator.ts'
import { type Access, accessOf, clientEntry, ownEntry } from './entra.ts'
import { oSeriesNames } from './knowledge.ts'

/** The version that is asked for where none is configured; LiteLLM's choice. */
const defaultVersion = '2025-02-01-preview'

const routes = ['o_series/', 'gpt5_series/'] as const

/** The deployment's name at Azure: what LiteLLM writes before it only tells the kind of model. */
export function deploymentName(model: string): string {
  const route = routes.find(prefix => model.startsWith(prefix))
  return route ? model.slice(route.length) : model
}

/** The name OpenAI has for the model of a deployment, as far as it is known. */
export function openAiName({ model, baseModel }: Target): string {
  const name = baseModel?.replace(/^azure\//, '') ?? deploymentName(model)
  if (model.startsWith('gpt5_series/') && !/gpt-[56]/.test(name)) return `gpt-5-${name}`
  const isOSeries = model.startsWith('o_series/') || /o[134]/.test(name)
  return isOSeries ? (oSeriesNames().find(known => name.includes(known)) ?? 'o3') : name
}

/** The deployment with the version that a request asks for by itself. */
export function versioned(target: Target, chat: JsonObject): Target {
  const version = chat['api_version']
  if (target.provider !== 'azure' || typeof version !== 'string' || version === '') return target
  return { ...target, apiVersion: version }
}

/** The name an answer carries: of a deployment that chooses among models by itself, the one it chose. */
export function shownModel(answered: Json | undefined, { provider, model, group }: Target): string {
  const chooses = provider === 'azure' && /model[-_]router/.test(model.toLowerCase())
  return chooses && typeof answered === 'string' ? answered : group
}

/** Whether the deployment is asked by OpenAI's own scheme, which Azure serves at `/openai/v1`. */
function isUnversioned({ apiVersion }: Target): boolean {
  return apiVersion !== undefined && ['v1', 'latest', 'preview'].includes(apiVersion)
}

/** A base that names the deployment itself, as far as it does. */
const ownDeployment = /^(.*\/openai\/deployments\/[^/?]+)/

/** The address of an endpoint (`chat/completions`) of a deployment. */
export function azureUrl(target: Target, endpoint: string): string {
  const base = target.apiBase.replace(/\/openai(?:\/.*)?$/, '')
  if (isUnversioned(target)) return `${base}/openai/v1/${endpoint}`
  const version = encodeURIComponent(target.apiVersion ?? defaultVersion)
  const named = ownDeployment.exec(target.apiBase)?.[1]
  const deployment = named ?? `${base}/openai/deployments/${deploymentName(target.model)}`
  return `${deployment}/${endpoint}?api-version=${version}`
}

/** What lets a call in: a key in Azure's own header, or a token; where the scheme is OpenAI's, a key is one, too. */
export function azureAccess(target: Target): Access {
  const { apiKey } = target
  const unversioned = isUnversioned(target)
  const entry = clientEntry(target, unversioned)
  if (entry.token !== undefined || entry.grant) return accessOf(entry)
  if (apiKey === undefined) return accessOf(entry)
  return { headers: unversioned ? { authorization: `Bearer ${apiKey}` } : { 'api-key': apiKey } }
}

/** The same for the Responses API, which takes keys in Azure's own header whatever the version. */
export function azureResponsesAccess(target: Target): Access {
  const { apiKey } = target
  return apiKey === undefined ? accessOf(ownEntry(target)) : { headers: { 'api-key': apiKey } }
}

/** The address of the Responses API, which has no deployment in its path. */
export function azureResponsesUrl(target: Target): string {
  const base = target.apiBase.replace(/\/openai(?:\/.*)?$/, '')
  const version = target.apiVersion ?? 'preview'
  const path = isUnversioned({ ...target, apiVersion: version }) ? '/openai/v1/responses' : '/openai/responses'
  return `${base}${path}?api-version=${encodeURIComponent(version)}`
}
