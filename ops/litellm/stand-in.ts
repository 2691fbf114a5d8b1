import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import Fastify from 'fastify'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { loadLitellmConfig } from '../../config/load.ts'
import type { LitellmConfig } from '../../config/litellm-schema.ts'
import { litellmHeader } from '../../services/shared/internal-headers.ts'

export interface StandInOptions {
  readonly configPath: string
  readonly env?: NodeJS.ProcessEnv
}

type Deployment = LitellmConfig['model_list'][number]
type ChatBody = { model?: unknown; stream?: unknown; [key: string]: unknown } | null

/** Said wherever a person or a program could take this for LiteLLM. */
export const standInNotice = 'This is the Crossfade stand-in, not LiteLLM and not a model.'

/**
 * Answers in LiteLLM's place where none is installed, so that the chain can be tried. Models on the OpenAI wire are
 * passed through; all others get a fixed text. Every answer says what it is, in a header and wherever a body allows.
 */
export function buildStandIn({ configPath, env = process.env }: StandInOptions): FastifyInstance {
  const { config } = loadLitellmConfig(configPath, env)
  const app = Fastify({ forceCloseConnections: true, bodyLimit: 64 * 2 ** 20 })
  app.addHook('onRequest', async (request, reply) => {
    reply.header(litellmHeader, 'stand-in')
    if (request.url.startsWith('/health') || hasKey(request, config)) return
    await refuse(reply, 401, 'auth_error', 'Authentication Error, invalid or missing key.')
  })
  app.setNotFoundHandler((request, reply) =>
    refuse(reply, 501, 'not_implemented', `${request.method} ${request.url} needs a real LiteLLM.`),
  )
  app.setErrorHandler((error, _request, reply) =>
    refuse(reply, 500, 'internal_server_error', error instanceof Error ? error.message : String(error)),
  )
  for (const path of ['/health', '/health/liveliness', '/health/liveness', '/health/readiness']) {
    app.get(path, async () => ({ status: 'healthy', stand_in: true }))
  }
  for (const path of ['/v1/models', '/models']) app.get(path, async () => listModels(config))
  for (const path of ['/v1/chat/completions', '/chat/completions']) {
    app.post(path, async (request, reply) => await complete(request, reply, config, env))
  }
  return app
}

function hasKey(request: FastifyRequest, config: LitellmConfig): boolean {
  const wanted = config.general_settings?.master_key
  if (!wanted) return true
  const { authorization, 'x-api-key': apiKey } = request.headers
  return authorization === `Bearer ${wanted}` || (authorization === undefined && apiKey === wanted)
}

function listModels(config: LitellmConfig): object {
  const names = new Set(config.model_list.map(entry => entry.model_name))
  const data = [...names].map(id => ({ id, object: 'model', created: 1677610602, owned_by: 'crossfade-stand-in' }))
  return { data, object: 'list', stand_in: true }
}

async function complete(
  request: FastifyRequest,
  reply: FastifyReply,
  config: LitellmConfig,
  env: NodeJS.ProcessEnv,
): Promise<FastifyReply> {
  const body = request.body as ChatBody
  const model = typeof body?.model === 'string' ? body.model : ''
  const deployment = findDeployment(config, model)
  if (!body || !deployment) return await refuse(reply, 400, 'invalid_request_error', `There is no model "${model}".`)
  const base = openaiBase(deployment, env)
  if (base) return await passThrough(request, reply, deployment, base)
  if (body.stream !== true) return await reply.send(fixedCompletion(model))
  return await reply.type('text/event-stream; charset=utf-8').send(Readable.from(fixedChunks(model)))
}

function findDeployment(config: LitellmConfig, model: string): Deployment | undefined {
  const alias = config.router_settings?.model_group_alias?.[model]
  const name = (typeof alias === 'string' ? alias : alias?.model) ?? model
  return config.model_list.find(entry => entry.model_name === name)
}

/** The address of a deployment that speaks OpenAI's wire; null for all others. */
function openaiBase({ litellm_params: params }: Deployment, env: NodeJS.ProcessEnv): string | null {
  const provider = params.custom_llm_provider ?? (params.model.includes('/') ? params.model.split('/')[0] : 'openai')
  if (provider !== 'openai') return null
  return params.api_base ?? env.OPENAI_BASE_URL ?? env.OPENAI_API_BASE ?? null
}

async function passThrough(
  request: FastifyRequest,
  reply: FastifyReply,
  { litellm_params: params }: Deployment,
  base: string,
): Promise<FastifyReply> {
  const gone = new AbortController()
  reply.raw.once('close', () => gone.abort())
  const body = { ...(request.body as object), model: params.model.replace(/^openai\//, '') }
  const answer = await fetch(`${base.replace(/\/$/, '')}/chat/completions`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${params.api_key ?? 'none'}`,
      ...params.extra_headers,
    },
    body: JSON.stringify(body),
    signal: gone.signal,
  })
  reply.code(answer.status).type(answer.headers.get('content-type') ?? 'application/json')
  return await reply.send(answer.body ? Readable.fromWeb(answer.body) : '')
}

function fixedCompletion(model: string): object {
  const message = { role: 'assistant', content: standInNotice }
  const choices = [{ index: 0, finish_reason: 'stop', message }]
  const usage = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 }
  return { ...envelope(model, 'chat.completion'), choices, usage, stand_in: true }
}

function* fixedChunks(model: string): Generator<string> {
  const head = envelope(model, 'chat.completion.chunk')
  const deltas = [
    { delta: { role: 'assistant', content: standInNotice }, finish_reason: null },
    { delta: {}, finish_reason: 'stop' },
  ]
  for (const choice of deltas) {
    yield `data: ${JSON.stringify({ ...head, choices: [{ index: 0, ...choice }], stand_in: true })}\n\n`
  }
  yield 'data: [DONE]\n\n'
}

function envelope(model: string, object: string): object {
  return { id: `chatcmpl-stand-in-${randomUUID()}`, object, created: Math.floor(Date.now() / 1000), model }
}

function refuse(reply: FastifyReply, status: number, type: string, message: string): FastifyReply {
  const error = { message: `${message} ${standInNotice}`, type, param: null, code: String(status) }
  return reply.code(status).send({ error, stand_in: true })
}
