/** Whose words an invoked model takes, as LiteLLM reads it off its name (`BaseAWSLLM.get_bedrock_invoke_provider`). */

/** In LiteLLM's order: the first that occurs in a name decides where nothing else does. */
const providers = [
  'cohere',
  'anthropic',
  'mistral',
  'amazon',
  'meta',
  'llama',
  'ai21',
  'nova',
  'deepseek_r1',
  'qwen3',
  'qwen2',
  'twelvelabs',
  'openai',
  'stability',
  'moonshot',
] as const

export type InvokeProvider = (typeof providers)[number]

/** The provider of a model; undefined where the name tells none. */
export function invokeProvider(model: string): InvokeProvider | undefined {
  const name = model.replace(/^invoke\//, '')
  // Before Amazon, whose they are.
  if (name.toLowerCase().includes('nova')) return 'nova'
  const among = (text: string | undefined): InvokeProvider | undefined => providers.find(provider => provider === text)
  return among(name.split('.')[0]) ?? among(name.split('/')[0]) ?? providers.find(provider => name.includes(provider))
}

/** Formats whose names stand before those of models that somebody has imported. */
const specs: readonly InvokeProvider[] = ['llama', 'deepseek_r1', 'openai', 'qwen2', 'qwen3', 'stability', 'moonshot']

/** A name without the format that stands before it; undefined where there is none. */
export function withoutSpec(name: string, model: string): string | undefined {
  const provider = invokeProvider(model)
  const own = specs.find(spec => spec === provider && name.includes(`${spec}/`))
  const spec = own ?? ['nova-2', 'nova'].find(each => name.includes(`${each}/`))
  return spec === undefined ? undefined : name.replaceAll(`${spec}/`, '')
}
