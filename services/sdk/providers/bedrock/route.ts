/** Which of Bedrock's APIs a model is asked by (LiteLLM: `BedrockModelInfo.get_bedrock_route`). */
import { namedModel, namesAtBedrock } from '../../models/table.ts'
import { NotServed } from '../translator.ts'
import { invokeProvider } from './invoke-provider.ts'
import { baseModel, isOpaqueProfile, withoutRoute } from './model-id.ts'
import { textFamilyOf } from './text-families.ts'

export type BedrockRoute = 'converse' | 'imported' | 'invoke' | 'moonshot' | 'nova' | 'text' | 'unknown'

/** Routes to other endpoints of AWS's. */
const elsewhere = [
  'claude_platform',
  'converse_like',
  'agent',
  'agentcore',
  'async_invoke',
  'mantle',
  'chat_completions',
]

/** Models whose entries do not tell that they speak Converse. */
const families =
  /^(?:anthropic\.claude-(?:opus-4-6-v1:0|3-5-haiku-20241022-v1:0|3-5-sonnet-20241022-v2:0|3-5-sonnet-20240620-v1:0|3-opus-20240229-v1:0|3-sonnet-20240229-v1:0|3-haiku-20240307-v1:0|v1|v2|v2:1|instant-v1)|ai21\.jamba-(?:instruct-v1:0|1-5-(?:mini|large)-v1:0)|meta\.llama3-(?:70b|8b)-instruct-v1:0|meta\.llama3-1-(?:8b|70b|405b)-instruct-v1:0|meta\.llama3-2-(?:1b|3b|11b|90b)-instruct-v1:0|mistral\.mistral-(?:large-240[27]|small-2402)-v1:0)$/

/** The route of a model. Throws `NotServed` for those that this worker does not go. */
export function routeOf(model: string): BedrockRoute {
  if (has(model, 'invoke')) return invoked(model)
  if (has(model, 'converse')) return 'converse'
  if (has(model, 'openai')) return 'imported'
  const other = elsewhere.find(name => has(model, name))
  if (other) throw new NotServed(`The sdk backend does not serve Bedrock's route ${other}.`)
  if (/^nova(?:-2)?\//.test(model) || isOpaqueProfile(model)) return 'converse'
  if (speaksOpenAi(model)) throw new NotServed("The sdk backend does not serve Bedrock's own chat completions.")
  const [base, name] = [baseModel(model), withoutRoute(model)]
  const listed = [base, name].some(
    each => families.test(each) || namedModel(each)?.litellm_provider === 'bedrock_converse',
  )
  return listed || /(?:^|[./])openai\./.test(base) ? 'converse' : invoked(model)
}

/** Whether a model is asked by InvokeModel. */
export const isInvoked = (model: string): boolean => routeOf(model) !== 'converse'

const has = (model: string, route: string): boolean => model.startsWith(`${route}/`) || model.includes(`/${route}/`)

/** InvokeModel takes every vendor's own words. */
function invoked(model: string): BedrockRoute {
  if (textFamilyOf(model)) return 'text'
  const provider = invokeProvider(model)
  if (provider === 'nova' || provider === 'moonshot') return provider
  if (provider === undefined || provider === 'stability') return 'unknown'
  const base = baseModel(model)
  if (!base.includes('anthropic') || /^anthropic\.claude-(?:v1|v2|v2:1|instant-v1)$/.test(base)) {
    throw new NotServed("The sdk backend does not invoke this vendor's models of Bedrock.")
  }
  return 'invoke'
}

/** Newer models of OpenAI's are asked by OpenAI's own API at Bedrock. */
function speaksOpenAi(model: string): boolean {
  const [, major, minor = '0'] = /(?:^|[./])openai\.gpt-(\d{1,3})(?!\d)(?:\.(\d{1,3})(?!\d))?/.exec(model) ?? []
  if (major === undefined || Number(major) < 5 || (Number(major) === 5 && Number(minor) < 6)) return false
  const endpoints = namesAtBedrock(model).map(name => namedModel(name)?.['supported_endpoints'])
  return endpoints.some(list => Array.isArray(list) && list.includes('/v1/chat/completions'))
}
