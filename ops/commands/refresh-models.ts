/** `crossfade refresh-models`: the vendored model table, made from LiteLLM's price map. */
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { projectRoot } from '../../config/environment.ts'
import { CommandError } from '../exit-codes.ts'
import { findLitellm } from '../litellm/find.ts'

type Entry = Record<string, unknown> & { litellm_provider?: string; mode?: string }

const tableFile = path.join('services', 'sdk', 'models', 'table.json')
const mapName = 'model_prices_and_context_window_backup.json'

/** LiteLLM's names of the providers this project speaks to; `vertex_ai` has one for each vendor besides. */
const providers = new Set([
  'anthropic',
  'openai',
  'text-completion-openai',
  'azure',
  'azure_text',
  'gemini',
  'groq',
  'mistral',
  'deepseek',
  'xai',
  'openrouter',
  'together_ai',
  'fireworks_ai',
  'fireworks_ai-embedding-models',
  'bedrock',
  'bedrock_converse',
  'ollama',
  'hosted_vllm',
  ...(
    'ai21 aihubmix aiml assemblyai baseten cerebras cognition cohere cohere_chat crusoe darkbloom dashscope ' +
    'deepinfra featherless_ai friendliai gmi hyperbolic inception lambda_ai libertai llamagate meta meta_llama ' +
    'moonshot nebius novita nscale nvidia_nim perplexity pinstripes prism publicai qwen_ai_platform qwencloud ' +
    'sambanova sarvam scaleway scx-ai tensormesh v0 volcengine wandb xiaomi_mimo zai ' +
    'voyage jina_ai infinity vercel_ai_gateway'
  ).split(' '),
])

const pricedModes = new Set(['chat', 'completion', 'embedding', 'responses'])

/** Notes for people, and what neither a request nor an answer depends on. */
const left = new Set([
  'source',
  'metadata',
  'comment',
  'supported_modalities',
  'supported_output_modalities',
  'deprecation_date',
])

/** The table as text, one line a model. Models of other modes keep their names and limits, for the lists of models. */
export function modelTable(map: Record<string, Entry>, origin: { version: string; date: string }): string {
  const lines = Object.entries(map).flatMap(([name, entry]) => {
    const kept = keptOf(entry)
    return kept ? [`    ${JSON.stringify(name)}: ${JSON.stringify(kept)}`] : []
  })
  const head = Object.entries({ source: `LiteLLM ${origin.version}, ${mapName}`, ...origin })
    .map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`)
    .join('')
  return `{\n${head}  "models": {\n${lines.join(',\n')}\n  }\n}\n`
}

function keptOf(entry: Entry): Entry | null {
  const provider = entry.litellm_provider ?? ''
  if (!providers.has(provider) && !provider.startsWith('vertex_ai')) return null
  const priced = pricedModes.has(entry.mode ?? '')
  const keep = (key: string): boolean =>
    priced ? !left.has(key) : key === 'litellm_provider' || key === 'mode' || key.startsWith('max_')
  return Object.fromEntries(Object.entries(entry).filter(([key]) => keep(key)))
}

/** Writes the table from a price map, by default the pinned install's. */
export async function refreshModels(file: string | undefined, env: NodeJS.ProcessEnv, now: Date): Promise<void> {
  const source = file ?? (await installedMap(env))
  const map = JSON.parse(readFileSync(source, 'utf8')) as Record<string, Entry>
  const origin = { version: versionBeside(source), date: now.toISOString().slice(0, 10) }
  const text = modelTable(map, origin)
  writeFileSync(path.join(projectRoot, tableFile), text)
  console.log(`${tableFile}: ${text.split('\n').length - 8} models of LiteLLM ${origin.version}, ${origin.date}`)
}

async function installedMap(env: NodeJS.ProcessEnv): Promise<string> {
  const litellm = await findLitellm(projectRoot, env)
  if (litellm.kind === 'stand-in') throw new CommandError(`${litellm.because}; name the price map as an argument`)
  const venv = path.dirname(path.dirname(litellm.bin))
  const [found] = globSync(path.join(venv, 'lib', 'python3*', 'site-packages', 'litellm', mapName))
  if (found === undefined) throw new CommandError(`there is no ${mapName} beside ${litellm.bin}`)
  return found
}

/** The version of the package that a price map lies in. */
function versionBeside(file: string): string {
  const packages = path.dirname(path.dirname(path.resolve(file)))
  const [info] = existsSync(packages) ? globSync(path.join(packages, 'litellm-*.dist-info')) : []
  return /litellm-(.+)\.dist-info$/.exec(info ?? '')?.[1] ?? 'unknown'
}
