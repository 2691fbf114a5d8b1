/** What sets OpenAI at Azure apart: addresses by deployment, names that need not tell the model, its own key header. */
import { NotServed, type Json, type JsonObject, type Target } from '../translator.ts'
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

/** The key or the token of Entra ID, where Azure looks for it. A key is OpenAI's where the scheme is, and comes first there. */
export function azureAuth(target: Target): Record<string, string> {
  const token = tokenOf(target)
  const { apiKey } = target
  if (isUnversioned(target)) {
    const credential = apiKey ?? token
    return credential === undefined ? {} : { authorization: `Bearer ${credential}` }
  }
  if (token !== undefined) return { authorization: `Bearer ${token}` }
  return apiKey === undefined ? {} : { 'api-key': apiKey }
}

/** The same for the Responses API, which takes keys in Azure's own header whatever the version. */
export function azureResponsesAuth(target: Target): Record<string, string> {
  const { apiKey } = target
  if (apiKey !== undefined) return { 'api-key': apiKey }
  const token = tokenOf(target)
  return token === undefined ? {} : { authorization: `Bearer ${token}` }
}

function tokenOf({ defaults, apiKey }: Target): string | undefined {
  const token = defaults['azure_ad_token']
  const client = ['tenant_id', 'client_id', 'client_secret'].every(name => typeof defaults[name] === 'string')
  const isFetched = typeof token === 'string' && token.startsWith('oidc/')
  if (isFetched || (client && !apiKey)) {
    throw new NotServed('The sdk backend does not fetch tokens of Entra ID.')
  }
  return typeof token === 'string' && token !== '' ? token : undefined
}

/** The address of the Responses API, which has no deployment in its path. */
export function azureResponsesUrl(target: Target): string {
  const base = target.apiBase.replace(/\/openai(?:\/.*)?$/, '')
  const version = target.apiVersion ?? 'preview'
  const path = isUnversioned({ ...target, apiVersion: version }) ? '/openai/v1/responses' : '/openai/responses'
  return `${base}${path}?api-version=${encodeURIComponent(version)}`
}
