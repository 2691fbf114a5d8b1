import { compatibleOf } from './compatible.ts'

/** What sets the providers that speak OpenAI's wire apart. A provider that is not here is not done by this worker. */
export interface Profile {
  /** The provider's own address. */
  readonly base: string | undefined
  /** LiteLLM's name of the provider in errors, before `Exception`. */
  readonly errorName: string
  /** `openai`: LiteLLM calls through OpenAI's client, which keeps more of an answer; `http`: through its own. */
  readonly client: 'openai' | 'http'
  /** Whether `stream: false` is written out. */
  readonly sendsStreamFalse: boolean
  /** Whether a stream is asked for its usage. */
  readonly asksUsage: boolean
  /** Whether chunks keep the service tier. */
  readonly keepsTier: boolean
  /** Whether a plain message keeps the provider's own fields in place, rather than under provider_specific_fields. */
  readonly keepsFields: boolean
  /** Whether chunks keep all that OpenAI does not have. */
  readonly keepsChunks: boolean
  /** Whether whole answers come without a word of the provider's headers. */
  readonly hidesHeaders: boolean
  /** Headers every request carries. */
  readonly headers: Readonly<Record<string, string>>
  /** The key that is sent where none is configured. */
  readonly fallbackKey?: string
}

const http: Profile = {
  base: undefined,
  errorName: '',
  client: 'http',
  sendsStreamFalse: true,
  asksUsage: true,
  keepsTier: true,
  keepsFields: false,
  keepsChunks: false,
  hidesHeaders: false,
  headers: {},
}

const openai: Profile = {
  ...http,
  base: 'https://api.openai.com/v1',
  errorName: 'OpenAI',
  client: 'openai',
  sendsStreamFalse: false,
  keepsChunks: true,
}

const profiles: Readonly<Record<string, Profile>> = {
  openai,
  azure: { ...openai, base: undefined, errorName: 'Azure', sendsStreamFalse: true },
  azure_ai: { ...http, errorName: 'Azure_ai', keepsChunks: true },
  groq: { ...http, base: 'https://api.groq.com/openai/v1', errorName: 'Groq', keepsFields: true },
  mistral: {
    ...http,
    base: 'https://api.mistral.ai/v1',
    errorName: 'Mistral',
    sendsStreamFalse: false,
    asksUsage: false,
  },
  // Mistral's, which LiteLLM asks through OpenAI's client here.
  codestral: { ...openai, base: 'https://codestral.mistral.ai/v1', errorName: 'Codestral', asksUsage: false },
  deepseek: { ...http, base: 'https://api.deepseek.com/beta', errorName: 'Deepseek' },
  xai: { ...http, base: 'https://api.x.ai/v1', errorName: 'Xai' },
  openrouter: {
    ...http,
    base: 'https://openrouter.ai/api/v1',
    errorName: 'Openrouter',
    keepsTier: false,
    headers: { 'http-referer': 'https://litellm.ai', 'x-title': 'liteLLM' },
  },
  together_ai: { ...http, base: 'https://api.together.ai/v1', errorName: 'Together_ai' },
  fireworks_ai: {
    ...http,
    base: 'https://api.fireworks.ai/inference/v1',
    errorName: 'Fireworks_ai',
    keepsFields: true,
  },
  hosted_vllm: { ...http, errorName: 'Hosted_vllm', fallbackKey: 'fake-api-key' },
}

/** The profile of a provider, or null where this wire does not serve it. */
export function profileOf(provider: string): Profile | null {
  const known = Object.hasOwn(profiles, provider) ? profiles[provider] : undefined
  if (known) return known
  const compatible = compatibleOf(provider)
  if (!compatible) return null
  const { base, headers, takes, fallbackKey, habits, direct } = compatible
  const [name = provider] = provider.split('/')
  const errorName = name.charAt(0).toUpperCase() + name.slice(1)
  return {
    ...(direct ? http : openai),
    base,
    headers,
    errorName,
    asksUsage: takes.includes('stream_options') && !habits.includes('usage unasked'),
    keepsFields: habits.includes('plain answers'),
    hidesHeaders: habits.includes('plain answers'),
    keepsTier: !habits.includes('no tiers'),
    keepsChunks: !direct || habits.includes('whole chunks'),
    ...(fallbackKey ? { fallbackKey } : {}),
  }
}

/** Models at Bedrock may be asked in OpenAI's words. */
const bedrock: Profile = { ...http, errorName: 'Bedrock' }

/** The profile of a deployment that was routed here: OpenAI's own where none is known. */
export function profileFor(provider: string): Profile {
  return profileOf(provider) ?? (provider === 'bedrock' ? bedrock : openai)
}
