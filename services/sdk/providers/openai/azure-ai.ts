/** Azure's foundry of other vendors' models (llms/azure_ai): address, key, messages and parameters. */
import { findModel } from '../../models/table.ts'
import { asString, isObject, objectsOf, omit } from '../json.ts'
import { NotServed, type Json, type JsonObject, type Target } from '../translator.ts'
import { type Access, accessOf, ownEntry } from './entra.ts'

const ownHosts = /(?:\.services\.ai|\.openai)\.azure\.com$/i

const hostOf = (base: string): string => (URL.canParse(base) ? new URL(base).hostname : '')

/** Declines what is asked at Azure in another way than over OpenAI's wire. */
export function checkAzureAi({ model }: Target): void {
  if (/agents\/|model[-_]router/i.test(model)) throw new NotServed(`The sdk backend does not ask ${model} at Azure.`)
}

/** Whose a deployment is: OpenAI's models outside of the foundry are Azure OpenAI's, whatever their prefix. */
export function providerAt(provider: string, model: string, base: string): string {
  if (provider !== 'azure_ai' || base === '') return provider
  const foundry = hostOf(base).endsWith('.services.ai.azure.com') && !base.includes('/openai/deployments')
  return !foundry && findModel('openai', model.replace(/^[^/]*\//, '')) !== undefined ? 'azure' : provider
}

/** The address of an endpoint, with what the base has of its path already and with its version. */
export function azureAiAddress(target: Target, endpoint: string): string {
  const url = new URL(target.apiBase)
  const path = target.apiBase.includes('services.ai.azure.com') ? `models/${endpoint}` : endpoint
  url.pathname = joined(url.pathname.split('/').filter(Boolean), path.split('/'))
  const { apiVersion } = target
  if (apiVersion !== undefined && !url.searchParams.has('api-version')) url.searchParams.set('api-version', apiVersion)
  return url.href
}

/** Two paths with what the first ends and the second begins with only once. */
function joined(base: readonly string[], end: readonly string[]): string {
  const at = base.findIndex((_, index) => {
    const rest = base.slice(index)
    return rest.length <= end.length && rest.every((segment, place) => segment === end[place])
  })
  return `/${[...(at === -1 ? base : base.slice(0, at)), ...end].join('/')}`
}

/** The key in Azure's own header at Azure's own hosts, or a token. */
export function azureAiAccess(target: Target): Access {
  const { apiBase, apiKey } = target
  if (apiKey !== undefined) {
    return { headers: ownHosts.test(hostOf(apiBase)) ? { 'api-key': apiKey } : { authorization: `Bearer ${apiKey}` } }
  }
  const entry = ownEntry(target)
  if (entry.token === undefined && !entry.grant) throw new NotServed('The sdk backend knows nobody to be at Azure.')
  return accessOf(entry)
}

/** Whether a model has the Responses API at the foundry. */
export function isFoundry({ provider, model, apiBase }: Target): boolean {
  return provider === 'azure_ai' && ownHosts.test(hostOf(apiBase)) && !/claude|agents\/|model[-_]router/i.test(model)
}

/** Where that API is: of a project, or of the resource. */
export function foundryResponsesUrl(base: string): string {
  const url = new URL(base)
  const segments = url.pathname.split('/').filter(Boolean)
  const project = segments[0] === 'api' && segments[1] === 'projects' ? segments.slice(0, 3) : []
  url.pathname = `/${[...project, 'openai/v1/responses'].join('/')}`
  url.search = ''
  return url.href
}

const untold = ['thinking_blocks', 'reasoning_content', 'provider_specific_fields', 'cache_control']

/** A message without what is not OpenAI's, its texts as one unless it shows or plays something. */
export function azureAiMessage(message: JsonObject): JsonObject {
  const bare = stripped(message) as JsonObject
  const { content } = bare
  if (!Array.isArray(content)) return bare
  const parts = objectsOf(content)
  if (parts.some(({ type }) => type === 'image_url' || type === 'input_audio')) return bare
  const text = parts.map(part => asString(part['text']) ?? '').join('')
  return text === '' ? bare : { ...bare, content: text }
}

function stripped(node: Json): Json {
  if (Array.isArray(node)) return node.map(stripped)
  if (!isObject(node)) return node
  const kept = Object.entries(omit(node, untold))
  return Object.fromEntries(kept.map(([key, value]) => [key, stripped(value ?? null)]))
}

/** Whether a model may be told which tool to call: of those that are not known LiteLLM thinks not. */
export const choosesTools = (model: string): boolean =>
  findModel('azure_ai', model)?.entry['supports_tool_choice'] === true
