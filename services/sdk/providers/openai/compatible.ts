/**
 * The prefixes on OpenAI's wire, and here those whose providers LiteLLM asks through OpenAI's own client: address, parameters and habits, from its
 * sources (llms/openai_like/providers.json, get_llm_provider_logic.py, the providers' transformations).
 */
import { findModel } from '../../models/table.ts'
import { objectsOf, omit } from '../json.ts'
import { unsupportedParams } from '../parameters.ts'
import { pythonJson, pythonRepr } from '../python-text.ts'
import type { Json, JsonObject } from '../translator.ts'
import { directPrefixes } from './direct-prefixes.ts'
import { common, type Compatible, type Habit, list, penalties, plain, prefix, tooling } from './habits.ts'
import { partnerPrefixes } from './partners.ts'

const usual: readonly Habit[] = ['old limit']
const classless: readonly Habit[] = ['old limit', 'as is', 'no effort']
const unlisted: readonly Habit[] = [...classless, 'quoted errors']
const listed: readonly Habit[] = ['known tools', 'known reasoning']
const listedOld: readonly Habit[] = ['old limit', ...listed]
const without = (...names: readonly string[]): readonly string[] => common.filter(name => !names.includes(name))

const reasoning = [...common, 'reasoning_effort']

const ai21 = prefix('https://api.ai21.com/studio/v1', usual, [
  ...list('max_tokens max_completion_tokens n seed stop stream temperature tools tool_choice response_format'),
])

const prefixes: Readonly<Record<string, Compatible>> = {
  ...directPrefixes,
  abliteration: prefix('https://api.abliteration.ai/v1', unlisted, reasoning),
  ai21,
  ai21_chat: ai21,
  aihubmix: prefix('https://aihubmix.com/v1', unlisted, reasoning),
  aiml: prefix('https://api.aimlapi.com/v1', classless, reasoning),
  apertis: prefix('https://api.stima.tech/v1', listedOld),
  assemblyai: prefix('https://llm-gateway.assemblyai.com/v1', [...listed, 'quoted errors']),
  baseten: prefix('https://inference.baseten.co/v1', usual, [
    ...plain,
    ...penalties,
    ...list('seed stream_options tools tool_choice user'),
  ]),
  cerebras: prefix(
    'https://api.cerebras.ai/v1',
    ['old limit', 'known reasoning'],
    [...plain, ...list('seed tools tool_choice user')],
  ),
  charity_engine: prefix('https://api.charityengine.services/remotejobs/v2/inference', [...listedOld, 'quoted errors']),
  chutes: prefix('https://llm.chutes.ai/v1', listedOld),
  clarifai: prefix(
    'https://api.clarifai.com/v2/ext/openai/v1',
    [],
    [
      ...list('max_tokens max_completion_tokens response_format stream temperature top_p tool_choice tools'),
      ...penalties,
      'stream_options',
    ],
  ),
  cognition: prefix('https://api.cognition.ai/v1', listed),
  cortecs: prefix('https://api.cortecs.ai/v1', listed),
  crusoe: prefix('https://managed-inference-api-proxy.crusoecloud.com/v1', unlisted, reasoning),
  custom_openai: prefix(undefined, usual),
  darkbloom: prefix('https://api.darkbloom.dev/v1', listedOld),
  dashscope: prefix('https://dashscope.aliyuncs.com/compatible-mode/v1', ['cache marks'], reasoning),
  deepinfra: prefix(
    'https://api.deepinfra.com/v1/openai',
    ['old limit', 'known reasoning', 'text results', 'free choice'],
    [...plain, ...penalties, ...list('logit_bias n tools tool_choice function_call functions')],
  ),
  docker_model_runner: {
    ...prefix('http://localhost:22088/engines/llama.cpp', ['old limit', 'text']),
    fallbackKey: 'dummy-key',
  },
  empiriolabs: prefix('https://api.empiriolabs.ai/v1', unlisted, reasoning),
  empower: prefix('https://app.empower.dev/api/v1', usual),
  featherless_ai: prefix('https://api.featherless.ai/v1', usual, [
    ...list('max_tokens max_completion_tokens n stop stream temperature top_p logit_bias function_call functions'),
    ...penalties,
  ]),
  friendliai: prefix('https://api.friendli.ai/serverless/v1', usual),
  galadriel: prefix('https://api.galadriel.com/v1', usual),
  github: prefix('https://models.inference.ai.azure.com', usual),
  github_copilot: prefix(undefined, ['raw messages']),
  gmi: prefix('https://api.gmi-serving.com/v1', unlisted, reasoning),
  helicone: prefix('https://ai-gateway.helicone.ai', listed),
  hyperbolic: prefix(
    'https://api.hyperbolic.xyz/v1',
    [],
    [...list('max_tokens n seed stop stream temperature top_p tools tool_choice response_format user'), ...penalties],
  ),
  inception: prefix('https://api.inceptionlabs.ai/v1', usual, [
    ...list('max_tokens max_completion_tokens stop stream stream_options temperature tools tool_choice'),
    ...list('response_format reasoning_effort'),
  ]),
  lambda_ai: prefix('https://api.lambda.ai/v1', usual),
  libertai: prefix('https://api.libertai.io/v1', listedOld),
  litellm_proxy: prefix(undefined, ['cache marks'], [...common, ...list('reasoning_effort thinking user verbosity')]),
  llamafile: { ...prefix('http://127.0.0.1:8080/v1'), fallbackKey: 'fake-api-key' },
  llamagate: prefix('https://api.llamagate.dev/v1', unlisted, reasoning),
  lm_studio: { ...prefix(undefined), fallbackKey: 'fake-api-key' },
  meta: prefix('https://api.meta.ai/v1', listed),
  meta_llama: prefix('https://api.llama.com/compat/v1', [], without('response_format')),
  modelscope: prefix('https://api-inference.modelscope.cn/v1', ['plain messages']),
  moonshot: prefix(
    'https://api.moonshot.ai/v1',
    ['old limit', 'known reasoning', 'plain text', 'cool'],
    without('functions'),
  ),
  morph: prefix('https://api.morphllm.com/v1', usual, ['stream']),
  'nano-gpt': prefix('https://nano-gpt.com/api/v1', listedOld),
  nebius: prefix('https://api.studio.nebius.ai/v1', usual),
  neosantara: prefix('https://api.neosantara.xyz/v1', [...listedOld, 'quoted errors']),
  novita: prefix('https://api.novita.ai/v3/openai', [], common, { 'x-novita-source': 'litellm' }),
  nscale: prefix(
    'https://inference.api.nscale.com/v1',
    [],
    [
      ...list('max_tokens n stop stream temperature top_p response_format logit_bias logprobs top_logprobs'),
      ...penalties,
    ],
  ),
  nvidia_nim: prefix('https://integrate.api.nvidia.com/v1', usual, [
    ...plain,
    ...penalties,
    ...list('seed tools tool_choice parallel_tool_calls'),
  ]),
  parasail: prefix('https://api.parasail.io/v1', listed),
  perplexity: prefix(
    'https://api.perplexity.ai',
    [],
    [...list('max_tokens max_completion_tokens stream temperature top_p response_format'), ...penalties],
    { 'x-pplx-integration': 'litellm' },
  ),
  pinstripes: prefix('https://pinstripes.io/v1', listedOld),
  poe: prefix('https://api.poe.com/v1', listedOld),
  prism: prefix('https://api.prisminference.com/v1', listed),
  publicai: prefix('https://api.publicai.co/v1', [...listedOld, 'text']),
  qwen_ai_platform: prefix('https://dashscope.aliyuncs.com/compatible-mode/v1', ['cache marks'], reasoning),
  qwencloud: prefix('https://dashscope-intl.aliyuncs.com/compatible-mode/v1', ['cache marks'], reasoning),
  reka: prefix('https://api.reka.ai/v1', listed),
  sail: prefix(
    'https://api.sailresearch.com/v1',
    [],
    [
      ...without('stop', 'seed', ...penalties, 'logit_bias', 'logprobs', 'top_logprobs'),
      ...list('reasoning_effort user'),
    ],
  ),
  sambanova: prefix(
    'https://api.sambanova.ai/v1',
    ['old limit', 'known tools', 'text'],
    [...plain, ...list('stream_options tools tool_choice parallel_tool_calls')],
  ),
  sarvam: prefix('https://api.sarvam.ai/v1', unlisted, reasoning),
  scaleway: prefix('https://api.scaleway.ai/v1', [...listed, 'quoted errors']),
  'scx-ai': prefix('https://api.scx.ai/v1', [...listedOld, 'below two']),
  synthetic: prefix('https://api.synthetic.new/openai/v1', listedOld),
  tencent: prefix('https://tokenhub-intl.tencentcloudmaas.com/v1', ['known reasoning', 'known thinking']),
  tensormesh: prefix('https://serverless.tensormesh.ai/v1', listedOld),
  v0: prefix('https://api.v0.dev/v1', [], list('stream tools tool_choice')),
  veniceai: prefix('https://api.venice.ai/api/v1', unlisted, reasoning),
  vercel_ai_gateway: prefix('https://ai-gateway.vercel.sh/v1'),
  volcengine: prefix('https://ark.cn-beijing.volces.com/api/v3', usual, [
    ...list('logit_bias logprobs top_logprobs max_tokens max_completion_tokens n seed stop stream stream_options'),
    ...list('temperature top_p tools tool_choice function_call functions thinking'),
    ...penalties,
  ]),
  wandb: prefix('https://api.inference.wandb.ai/v1', usual, reasoning),
  xiaomi_mimo: prefix('https://api.xiaomimimo.com/v1', [...listedOld, 'quoted errors']),
  xinference: prefix(undefined, classless, reasoning),
  zai: prefix(
    'https://api.z.ai/api/paas/v4',
    ['known reasoning', 'cache marks'],
    [...list('max_tokens stop stream stream_options temperature top_p tools tool_choice')],
  ),
}

/** What is known of a prefix; undefined where LiteLLM does not ask it through OpenAI's client. */
export function compatibleOf(provider: string): Compatible | undefined {
  if (Object.hasOwn(partnerPrefixes, provider)) return partnerPrefixes[provider]
  return Object.hasOwn(prefixes, provider) ? prefixes[provider] : undefined
}

/** All of them, for what has to know every provider. */
export const compatiblePrefixes: readonly string[] = Object.keys(prefixes)

/** The parameters a model behind a prefix takes. */
export function compatibleParams({ takes, habits }: Compatible, provider: string, model: string): ReadonlySet<string> {
  const entry = findModel(provider, model)?.entry
  const knows = (what: string): boolean => entry?.[`supports_${what}`] === true
  const bare = habits.includes('known tools') && !knows('function_calling')
  const kept = bare ? takes.filter(name => !tooling.includes(name)) : takes
  const reasons = habits.includes('known reasoning') && knows('reasoning')
  // LiteLLM knows OpenAI's models under any prefix.
  const thinks = habits.includes('known thinking') && knows('reasoning')
  const own = takes.includes('store') && findModel('openai', model) !== undefined
  const series = /gpt-[56]/.test(model) && !(model.split('/').at(-1) ?? '').includes('gpt-5-chat')
  const verbose = habits.includes('series verbosity') && series
  return new Set([
    ...kept,
    ...(verbose ? ['verbosity'] : []),
    ...(reasons ? ['reasoning_effort'] : []),
    ...(thinks ? ['thinking'] : []),
    ...(own ? ['user'] : []),
  ])
}

/** Parameters as the provider behind a prefix takes them; `drop` leaves out what it refuses. */
export function compatibleBody({ habits }: Compatible, given: JsonObject, drop: boolean): JsonObject {
  const params = habits.includes('free choice') ? withFreeChoice(given, drop) : given
  // LiteLLM takes the retention of a prompt's cache and does not send it.
  const left = ['prompt_cache_retention', ...(habits.includes('no effort') ? ['reasoning_effort'] : [])]
  const { max_completion_tokens: limit, ...rest } = omit(params, left)
  const named = habits.includes('old limit') ? 'max_tokens' : 'max_completion_tokens'
  const limited: JsonObject = limit === undefined ? rest : { ...rest, [named]: limit }
  const { temperature } = limited
  if (typeof temperature !== 'number') return limited
  if (habits.includes('cool')) {
    const several = Number(limited['n'] ?? 1) > 1
    return { ...limited, temperature: several && temperature < 0.3 ? 0.3 : Math.min(temperature, 1) }
  }
  return habits.includes('below two') ? { ...limited, temperature: Math.min(temperature, 1.99) } : limited
}

function withFreeChoice(params: JsonObject, drop: boolean): JsonObject {
  const { tool_choice: choice, ...rest } = params
  if (choice === undefined || choice === 'auto' || choice === 'none') return params
  if (drop) return rest
  const told = typeof choice === 'string' ? choice : pythonRepr(choice)
  throw unsupportedParams(
    `Deepinfra doesn't support tool_choice=${told}. To drop unsupported openai params from the call, set \`litellm.drop_params = True\``,
  )
}

/** Messages in the form the provider behind a prefix takes. */
export function compatibleMessages({ habits }: Compatible, messages: readonly JsonObject[]): JsonObject[] {
  const media = messages.map(hasMedia)
  const flat = (index: number): boolean =>
    habits.includes('text') ||
    (habits.includes('plain text') && !media.includes(true)) ||
    (habits.includes('plain messages') && media[index] === false)
  return messages.map((message, index) => {
    if (flat(index)) return asText(message)
    return habits.includes('text results') && message['role'] === 'tool' ? resultAsText(message) : message
  })
}

const hasMedia = (message: JsonObject): boolean => objectsOf(message['content']).some(part => part['type'] !== 'text')

function textIn(content: Json | undefined): string {
  if (typeof content === 'string') return content
  return objectsOf(content)
    .map(part => (typeof part['text'] === 'string' ? part['text'] : ''))
    .join('')
}

/** Text parts as one string; a message without text stays as it is. */
function asText(message: JsonObject): JsonObject {
  const text = textIn(message['content'])
  return text === '' ? message : { ...message, content: text }
}

function resultAsText(message: JsonObject): JsonObject {
  const { content } = message
  if (!Array.isArray(content)) return message
  const [first] = objectsOf(content)
  const single = content.length === 1 && first?.['type'] === 'text' && 'text' in first
  return { ...message, content: single ? first['text'] : pythonJson(content) }
}
