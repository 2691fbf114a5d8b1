/** `GET /v1/models` and `/v1/models/{model}`: the names of the configuration, as LiteLLM lists them. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { modelsOf } from '../models/table.ts'
import type { SdkParts } from '../parts.ts'
import { expand } from '../wildcards.ts'

/** LiteLLM's own constant (proxy/utils.py, create_model_info_response). */
const created = 1_677_610_602

export function models(app: FastifyInstance, parts: SdkParts): void {
  const { catalogue } = parts
  const list = (request: FastifyRequest): object => {
    const { return_wildcard_routes: literal } = request.query as Record<string, string | undefined>
    const names = listedNames(parts, literal?.toLowerCase() === 'true')
    return { data: names.map(name => described(name, 'openai', parts)), object: 'list' }
  }
  const one = (request: FastifyRequest, reply: FastifyReply): object => {
    const { model } = request.params as { model: string }
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
  const entry = catalogue.find(id)[0]?.known?.entry
  return {
    id,
    object: 'model',
    created,
    owned_by: owner,
    ...(entry?.mode === undefined ? {} : { mode: entry.mode }),
    ...(entry?.max_input_tokens === undefined ? {} : { max_input_tokens: entry.max_input_tokens }),
    ...(entry?.max_output_tokens === undefined ? {} : { max_output_tokens: entry.max_output_tokens }),
  }
}
