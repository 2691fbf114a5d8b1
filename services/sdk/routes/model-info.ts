/** What LiteLLM tells of its deployments and groups; keys it would answer null for are left out of a deployment's. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deployment } from '../deployments.ts'
import type { Facts } from '../models/facts.ts'
import { factsBehind } from '../models/listed.ts'
import type { SdkParts } from '../parts.ts'
import { isLossy } from '../providers/registry.ts'
import { maskedParams } from './masked-params.ts'
import { listedNames } from './models.ts'

export function modelInfo(app: FastifyInstance, parts: SdkParts): void {
  const info = (request: FastifyRequest, reply: FastifyReply): object => {
    const { litellm_model_id: id } = request.query as Record<string, string | undefined>
    const all = everyDeployment(parts)
    if (id === undefined) return { data: all.map(deploymentInfo) }
    const named = all.filter(({ deployment }) => deployment.id === id).slice(0, 1)
    if (named.length > 0) return { data: named.map(deploymentInfo) }
    void reply.code(400)
    return { detail: { error: `Model id = ${id} not found on litellm proxy` } }
  }
  app.get('/v1/model/info', info)
  app.get('/model/info', info)
  app.get('/model_group/info', request => {
    const { model_group: wanted } = request.query as Record<string, string | undefined>
    const names = [...new Set(listedNames(parts, false))].filter(name => wanted === undefined || name === wanted)
    return { data: names.map(name => groupInfo(name, parts.catalogue.find(name))) }
  })
}

interface Listed {
  readonly name: string
  readonly deployment: Deployment
}

/** The deployments under the names clients use: of a wildcard, one for each model it stands for. */
function everyDeployment(parts: SdkParts): Listed[] {
  const { all, find } = parts.catalogue
  const plain = all.filter(({ target }) => !target.group.includes('*'))
  const groups = new Set(plain.map(({ target }) => target.group))
  const aliases = parts.catalogue.names.filter(name => !groups.has(name) && !name.includes('*'))
  const wild = listedNames(parts, false).filter(name => !groups.has(name) && find(name)[0]?.target.group.includes('*'))
  return [
    ...plain.map(deployment => ({ name: deployment.target.group, deployment })),
    ...[...new Set(wild)].flatMap(name => find(name).map(deployment => ({ name, deployment }))),
    ...aliases.flatMap(name => find(name).map(deployment => ({ name, deployment }))),
  ]
}

/** No secret, and no header: a header may be a credential under any name. */
function deploymentInfo({ name, deployment }: Listed): object {
  const { id, model, target, numRetries, prices, shares, told } = deployment
  const known = factsBehind(target)
  const given = Object.fromEntries(Object.entries(shares).filter(([, share]) => share > 0))
  return {
    model_name: name,
    litellm_params: {
      ...maskedParams(target.defaults),
      ...prices.set,
      ...given,
      model,
      api_base: target.apiBase,
      drop_params: target.dropParams,
      ...(target.apiVersion === undefined ? {} : { api_version: target.apiVersion }),
      ...(target.timeout === undefined ? {} : { timeout: target.timeout }),
      ...(numRetries === undefined ? {} : { num_retries: numRetries }),
    },
    model_info: {
      id,
      db_model: false,
      key: known?.key ?? model,
      ...known?.facts,
      ...told,
      ...prices.set,
      pricing_overrides: Object.keys(prices.set),
      litellm_provider: known?.facts['litellm_provider'] ?? target.provider,
      // Ours to say: answers of this model lose what the AI SDK does not know.
      ...(isLossy(target.provider) ? { lossy: true } : {}),
    },
  }
}

function groupInfo(name: string, deployments: readonly Deployment[]): object {
  const entries = deployments.flatMap(({ target, told }): Facts[] => {
    const facts = { ...factsBehind(target)?.facts, ...told }
    return Object.keys(facts).length > 0 ? [facts] : []
  })
  const highest = (key: string): number | null => highestOf(entries, key)
  const supports = (what: string): boolean => entries.some(entry => entry[`supports_${what}`] === true)
  const limit = (key: 'rpm' | 'tpm'): number | null =>
    deployments.reduce((sum, { shares }) => sum + shares[key], 0) || null
  return {
    model_group: name,
    providers: [...new Set(deployments.map(({ target }) => target.provider))],
    max_input_tokens: highest('max_input_tokens'),
    max_output_tokens: highest('max_output_tokens'),
    input_cost_per_token: highest('input_cost_per_token'),
    output_cost_per_token: highest('output_cost_per_token'),
    input_cost_per_pixel: null,
    mode: entries[0]?.['mode'] ?? null,
    tpm: limit('tpm'),
    rpm: limit('rpm'),
    itpm: null,
    otpm: null,
    supports_parallel_function_calling: supports('parallel_function_calling'),
    supports_vision: supports('vision'),
    supports_web_search: supports('web_search'),
    supports_url_context: supports('url_context'),
    supports_reasoning: supports('reasoning'),
    supports_function_calling: supports('function_calling'),
    supports_fast_mode: supports('fast_mode'),
    configurable_clientside_auth_params: null,
    is_public_model_group: false,
    health_status: null,
    health_response_time: null,
    health_checked_at: null,
  }
}

function highestOf(entries: readonly Facts[], key: string): number | null {
  const values = entries.flatMap(entry => (typeof entry[key] === 'number' ? [entry[key]] : []))
  return values.length > 0 ? Math.max(...values) : null
}
