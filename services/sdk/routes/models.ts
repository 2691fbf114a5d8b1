/** `GET /v1/models` and `/v1/models/{model}`: the names of the configuration, as LiteLLM lists them. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { listedModel } from '../models/listed.ts'
import { modelsOf } from '../models/table.ts'
import type { SdkParts } from '../parts.ts'
import { pythonRepr } from '../providers/python-text.ts'
import { targetsOf } from '../router/fallbacks.ts'
import type { Router } from '../router/router.ts'
import { expand } from '../wildcards.ts'

/** LiteLLM's own constant (proxy/utils.py, create_model_info_response). */
const created = 1_677_610_602

/** The lists of fallbacks a listing may tell, by LiteLLM's names for them. */
const fallbackLists = { general: 'general', context_window: 'contextWindow', content_policy: 'contentPolicy' } as const

type Query = Readonly<Record<string, string | undefined>>

const isTrue = (value: string | undefined): boolean => value?.toLowerCase() === 'true'

export function models(app: FastifyInstance, parts: SdkParts, { settings }: Router): void {
  const { catalogue } = parts
  const list = (request: FastifyRequest, reply: FastifyReply): object => {
    const query = request.query as Query
    const names = listedNames(parts, isTrue(query['return_wildcard_routes']))
    const listed = names.map(name => described(name, 'openai', parts))
    if (!isTrue(query['include_metadata'])) return { data: listed, object: 'list' }
    const kind = query['fallback_type'] ?? 'general'
    if (!isKind(kind)) {
      void reply.code(400)
      const kinds = pythonRepr(Object.keys(fallbackLists))
      return { detail: `Invalid fallback_type. Must be one of: ${kinds}` }
    }
    const chains = settings.fallbacks[fallbackLists[kind]]
    const told = (name: string): object => ({ metadata: { fallbacks: targetsOf(chains, name) } })
    return { data: listed.map((model, index) => ({ ...model, ...told(names[index] ?? '') })), object: 'list' }
  }
  const one = (request: FastifyRequest, reply: FastifyReply): object => {
    const { model } = request.params as { model: string }
    // A path of LiteLLM's takes no slash, however it is written.
    if (model.includes('/')) {
      void reply.code(404)
      return { detail: 'Not Found' }
    }
    const named = catalogue.all.find(({ target }) => target.group === model)
    if (named) return described(model, named.target.provider, parts)
    void reply.code(404)
    if (catalogue.names.includes(model)) return { detail: `Model '${model}' not found in router configuration` }
    return { detail: `The model \`${model}\` does not exist or is not accessible` }
  }
  app.get('/models', list)
  app.get('/v1/models', list)
  app.get('/models/:model', one)
  app.get('/v1/models/:model', one)
}

const isKind = (name: string): name is keyof typeof fallbackLists => Object.hasOwn(fallbackLists, name)

/** Names first, then what wildcards stand for; `literal` lists these, too, as they are written. */
export function listedNames({ catalogue }: SdkParts, literal: boolean): string[] {
  const plain = catalogue.names.filter(name => !name.includes('*'))
  const wild = catalogue.all.filter(({ target }) => target.group.includes('*'))
  return [
    ...plain,
    ...wild.flatMap(({ target, model }) => {
      const names = expand(target.group, model, target.provider, modelsOf(target.provider))
      return literal ? [target.group, ...names] : names
    }),
  ]
}

function described(id: string, owner: string, { catalogue }: SdkParts): object {
  const group = catalogue.find(id)
  // A wildcard's names are the models' own.
  const named = group.filter(({ target }) => target.group === id || !target.group.includes('*'))
  const name = named[0]?.target.group ?? id
  return { id, object: 'model', created, owned_by: owner, ...listedModel(name, named) }
}
