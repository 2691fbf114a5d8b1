/** `crossfade refresh-models`: the vendored model table, made from LiteLLM's price map. */
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { projectRoot } from '../../config/environment.ts'
import { CommandError } from '../exit-codes.ts'
import { findLitellm } from '../litellm/find.ts'

type Entry = Record<string, unknown> & { litellm_provider?: string; mode?: string }

/** LiteLLM's price map: entries by name, and under one more key the rules for names that have none. */
type PriceMap = Record<string, Entry> & { [rulesKey]?: { rules?: readonly NameRule[] } }

interface NameRule {
  readonly pattern: string
  readonly model_info: Entry
  readonly fill_missing_for_providers?: readonly string[]
}

const rulesKey = 'fallback_generalizations'

const tableFile = path.join('services', 'sdk', 'models', 'table.json')
const mapName = 'model_prices_and_context_window_backup.json'

/** Modes of models that text can be asked of: such as draw and speak, too. Of the others names and limits are listed. */
const askedModes = new Set([
  'chat',
  'completion',
  'embedding',
  'responses',
  'image_generation',
  'realtime',
  'audio_speech',
])

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
export function modelTable(map: PriceMap, origin: { version: string; date: string }): string {
  const rules = (map[rulesKey]?.rules ?? []).map(rule => `    ${JSON.stringify(keptOfRule(rule))}`)
  const lines = Object.entries(map).flatMap(([name, entry]) => {
    const kept = keptOf(entry)
    return kept ? [`    ${JSON.stringify(name)}: ${JSON.stringify(kept)}`] : []
  })
  const head = Object.entries({ source: `LiteLLM ${origin.version}, ${mapName}`, ...origin })
    .map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`)
    .join('')
  return `{\n${head}  "rules": [\n${rules.join(',\n')}\n  ],\n  "models": {\n${lines.join(',\n')}\n  }\n}\n`
}

/** A rule without its notes for people. */
function keptOfRule({ pattern, model_info, fill_missing_for_providers: completes }: NameRule): object {
  return { pattern, facts: model_info, ...(completes ? { completes } : {}) }
}

function keptOf(entry: Entry): Entry | null {
  // The map begins with an entry that explains its keys; its provider is a sentence.
  if (entry.litellm_provider === undefined || entry.litellm_provider.includes(' ')) return null
  const asked = entry.mode === undefined || askedModes.has(entry.mode)
  const keep = (key: string): boolean =>
    asked ? !left.has(key) : key === 'litellm_provider' || key === 'mode' || key.startsWith('max_')
  return Object.fromEntries(Object.entries(entry).filter(([key]) => keep(key)))
}

/** Writes the table from a price map, by default the pinned install's. */
export async function refreshModels(file: string | undefined, env: NodeJS.ProcessEnv, now: Date): Promise<void> {
  const source = file ?? (await installedMap(env))
  const map = JSON.parse(readFileSync(source, 'utf8')) as PriceMap
  const origin = { version: versionBeside(source), date: now.toISOString().slice(0, 10) }
  const text = modelTable(map, origin)
  writeFileSync(path.join(projectRoot, tableFile), text)
  const count = Object.keys((JSON.parse(text) as { models: object }).models).length
  console.log(`${tableFile}: ${count} models of LiteLLM ${origin.version}, ${origin.date}`)
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
