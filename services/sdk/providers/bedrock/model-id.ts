/** What the name of a Bedrock model says: its route, its region, its base (LiteLLM: llms/bedrock/common_utils.py). */
import { withoutSpec } from './invoke-provider.ts'

/** Bedrock's regions, as they may stand before a model. */
const regions = new Set(
  (
    'us-east-1 us-east-2 us-west-1 us-west-2 us-gov-east-1 us-gov-west-1 eu-west-1 eu-west-2 eu-west-3 eu-central-1 ' +
    'eu-central-2 eu-south-1 eu-south-2 eu-north-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ' +
    'ap-southeast-1 ap-southeast-2 ca-central-1 sa-east-1'
  ).split(' '),
)

/** Prefixes of profiles that may answer in several regions. */
const profiles = new Set(['global', 'us', 'eu', 'apac', 'jp', 'au', 'us-gov'])

const routePrefixes = [
  'bedrock/',
  'chat_completions/',
  'converse/',
  'invoke/',
  'openai/',
  'mantle/',
  'nova-2/',
  'nova/',
]

/** The name without LiteLLM's words for a route. */
export function withoutRoute(model: string): string {
  return routePrefixes.reduce((name, prefix) => (name.startsWith(prefix) ? name.slice(prefix.length) : name), model)
}

/** The name that Converse knows: a region may still stand before it. */
export function converseName(model: string): string {
  return model.replace('converse/', '')
}

/** The region that stands before a model. */
export function regionInPath(model: string): string | undefined {
  const [region, rest] = split(model, '/')
  return rest !== undefined && regions.has(region) ? region : undefined
}

/** The region an ARN names. */
export function regionInArn(model: string): string | undefined {
  if (!isArn(model)) return undefined
  const region = model.split(':')[3] ?? ''
  return /^[a-z]{2}(?:-[a-z]+)+-\d+$/.test(region) ? region : undefined
}

const isArn = (model: string): boolean => /arn:aws[\w-]*:bedrock/.test(model)

/** Whether an ARN is of a profile that hides which model it runs. */
export const isOpaqueProfile = (model: string): boolean => model.includes(':application-inference-profile/')

/** The model's own name, without route, region, profile and throughput. */
export function baseModel(model: string): string {
  const stripped = model.replace(/^(?:bedrock\/converse\/|bedrock\/|converse\/)/, '')
  if (stripped.startsWith('nova-2/')) return 'amazon.nova-2-custom'
  if (stripped.startsWith('nova/')) return 'amazon.nova-custom'
  const routeless = withoutRoute(model)
  const named = routeless.toLowerCase().includes('arn') ? (routeless.split('/').at(-1) ?? '') : routeless
  const plain = named.replace(/(:\d+):\d+k$/, '$1').replace(/\[\w+\]$/, '')
  const [profile, rest] = split(plain, '.')
  if (rest !== undefined && profiles.has(profile)) return rest
  return regionInPath(plain) === undefined ? plain : (split(plain, '/')[1] ?? plain)
}

function split(text: string, by: string): [string, string?] {
  const at = text.indexOf(by)
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + by.length)]
}

/** The model's place in a Converse address. */
export function converseId(model: string): string {
  const path = regionInPath(model) === undefined ? model : (split(model, '/')[1] ?? model)
  return encodeURIComponent(path.replace(/^nova(?:-2)?\//, ''))
}

/** The model's place in an InvokeModel address: only ARNs and imported models are encoded there. */
export function invokeId(model: string): string {
  const name = withoutRoute(model)
  if (name.startsWith('arn:')) return encodeURIComponent(name)
  const bare = withoutSpec(name.replace('invoke/', ''), model)
  return bare === undefined ? name.replace('invoke/', '') : encodeURIComponent(bare)
}
