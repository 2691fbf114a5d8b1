/** What sets OpenAI at Azure apart: addresses by deployment, names that need not tell the model, its own key header. */
import { openAiOSeries } from '../model-table.ts'
import type { Target } from '../translator.ts'

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
  if (!isOSeries || openAiOSeries.includes(name)) return name
  return openAiOSeries.toSorted((a, b) => b.length - a.length).find(known => name.includes(known)) ?? 'o3'
}

/** Whether the deployment is asked by OpenAI's own scheme, which Azure serves at `/openai/v1`. */
function isUnversioned({ apiVersion }: Target): boolean {
  return apiVersion !== undefined && ['v1', 'latest', 'preview'].includes(apiVersion)
}

/** The address of an endpoint (`chat/completions`) of a deployment. */
export function azureUrl(target: Target, endpoint: string): string {
  const base = target.apiBase.replace(/\/openai(?:\/.*)?$/, '')
  if (isUnversioned(target)) return `${base}/openai/v1/${endpoint}`
  const version = encodeURIComponent(target.apiVersion ?? defaultVersion)
  return `${base}/openai/deployments/${deploymentName(target.model)}/${endpoint}?api-version=${version}`
}

/** The key, where Azure looks for it. */
export function azureAuth(target: Target): Record<string, string> {
  if (target.apiKey === undefined) return {}
  return isUnversioned(target) ? { authorization: `Bearer ${target.apiKey}` } : { 'api-key': target.apiKey }
}

/** The address of the Responses API, which has no deployment in its path. */
export function azureResponsesUrl(target: Target): string {
  const base = target.apiBase.replace(/\/openai(?:\/.*)?$/, '')
  const version = target.apiVersion ?? 'preview'
  const path = isUnversioned({ ...target, apiVersion: version }) ? '/openai/v1/responses' : '/openai/responses'
  return `${base}${path}?api-version=${encodeURIComponent(version)}`
}
