/** Reads the two configuration files: one schema, every fault at once, each with its line. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { RE2JS } from 're2js'
import { type Document, isNode, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { type Path, resolveReferences } from './env-refs.ts'
import { ConfigError, type Finding, formatPath } from './faults.ts'
import { type GatewayConfig, gatewaySchema } from './gateway-schema.ts'
import { type LitellmConfig, litellmSchema, warnedObjects } from './litellm-schema.ts'

type Env = Readonly<Record<string, string | undefined>>

/** A loaded file and what is worth telling about it. */
export interface Loaded<T> {
  readonly config: T
  readonly warnings: readonly Finding[]
}

interface Source {
  readonly file: string
  readonly value: unknown
  /** The line of the value at `path`, or of its nearest ancestor that exists. */
  lineOf(path: Path): number
}

/** Loads LiteLLM's configuration. Throws `ConfigError` with all faults. */
export function loadLitellmConfig(file: string, env: Env = process.env): Loaded<LitellmConfig> {
  const source = readYaml(file)
  const declared = stringEntries((source.value as { environment_variables?: unknown } | null)?.environment_variables)
  const { value, missing, empty } = resolveReferences(source.value, { ...declared, ...env })
  const config = validate(litellmSchema, value, source, [
    ...missing.map(({ name, path }) =>
      finding(
        source,
        path,
        `environment variable ${name} is not set; set it, or put \`${name}=\` into .env if it may stay empty`,
      ),
    ),
    ...patternFaults(value, source),
  ])
  restoreOrder(config, value)
  const warnings = [
    ...empty.map(({ name, path }) =>
      finding(source, path, `environment variable ${name} is empty; the provider's default applies`),
    ),
    ...unknownKeys(source),
    ...memoryRoutingWarnings(config, source),
  ]
  return { config, warnings }
}

/** Parsing moves known keys to the front; LiteLLM's id of a deployment is a hash of them in the order they are written in. */
function restoreOrder(config: LitellmConfig, value: unknown): void {
  const written = (value as { model_list: { litellm_params: Record<string, unknown> }[] }).model_list
  for (const [index, entry] of config.model_list.entries()) {
    const parsed: Record<string, unknown> = entry.litellm_params
    const keys = Object.keys(written[index]?.litellm_params ?? {})
    entry.litellm_params = Object.fromEntries(keys.map(key => [key, parsed[key]])) as typeof entry.litellm_params
  }
}

/** Loads Crossfade's own configuration; a missing file means all defaults. Throws `ConfigError` with all faults. */
export function loadGatewayConfig(file: string): GatewayConfig {
  const source = readYaml(file, { optional: true })
  return validate(gatewaySchema, source.value ?? {}, source, [])
}

function readYaml(file: string, { optional = false } = {}): Source {
  const shown = displayName(file)
  const lines = new LineCounter()
  const text = readText(file, shown, optional)
  // LiteLLM reads the file with PyYAML, which speaks YAML 1.1: there `on` and `yes` are booleans.
  const document = parseDocument(text, { lineCounter: lines, version: '1.1', prettyErrors: false })
  if (document.errors.length > 0) {
    throw new ConfigError(
      document.errors.map(error => ({
        file: shown,
        line: lines.linePos(error.pos[0]).line,
        path: '',
        message: `not valid YAML: ${error.message}`,
      })),
    )
  }
  return { file: shown, value: document.toJS() as unknown, lineOf: path => lineOf(document, lines, path) }
}

function readText(file: string, shown: string, optional: boolean): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (optional && code === 'ENOENT') return ''
    const message = code === 'ENOENT' ? 'no such file; CONFIG_PATH names another one' : `cannot be read (${code})`
    throw new ConfigError([{ file: shown, line: 0, path: '', message }])
  }
}

function validate<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  source: Source,
  more: readonly Finding[],
): z.infer<Schema> {
  const result = schema.safeParse(value ?? {})
  // A reference to a missing variable leaves its key out, so the schema may complain of the same place: once is enough.
  const reported = new Set(more.map(item => item.path))
  const faults = result.success ? [] : result.error.issues.flatMap(issue => issueFindings(issue, source))
  const all = [...faults.filter(fault => !reported.has(fault.path)), ...more].toSorted((a, b) => a.line - b.line)
  if (all.length > 0 || !result.success) throw new ConfigError(all)
  return result.data
}

function issueFindings(issue: z.core.$ZodIssue, source: Source): Finding[] {
  const path = issue.path.filter(part => typeof part !== 'symbol')
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(key => finding(source, [...path, key], 'unknown key'))
  }
  const missing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined')
  return [finding(source, path, missing ? `required (${issue.expected})` : issue.message)]
}

/** A pattern that RE2 cannot compile, backreferences and look-around among them. */
function patternFaults(value: unknown, source: Source): Finding[] {
  const mappings = (value as { user_id_mappings?: { header_patterns?: unknown } } | null)?.user_id_mappings
  const patterns = Array.isArray(mappings?.header_patterns) ? (mappings.header_patterns as unknown[]) : []
  return patterns.flatMap((entry, index) => {
    const pattern = (entry as { pattern?: unknown } | null)?.pattern
    if (typeof pattern !== 'string') return []
    try {
      RE2JS.compile(pattern)
      return []
    } catch (error) {
      const path = ['user_id_mappings', 'header_patterns', index, 'pattern']
      return [finding(source, path, `not a valid RE2 pattern: ${(error as Error).message}`)]
    }
  })
}

function unknownKeys(source: Source): Finding[] {
  return warnedObjects.flatMap(({ path, known }) =>
    expand(source.value, path).flatMap(([at, object]) =>
      Object.keys(object)
        .filter(key => !known.includes(key))
        .map(key => finding(source, [...at, key], 'unknown key; kept for LiteLLM, not used by Crossfade')),
    ),
  )
}

/** The objects that a path with `*` for list positions leads to. */
function expand(value: unknown, path: readonly string[], at: Path = []): [Path, object][] {
  if (path.length === 0) return value !== null && typeof value === 'object' ? [[at, value]] : []
  const [head, ...rest] = path as [string, ...string[]]
  if (head === '*')
    return Array.isArray(value) ? value.flatMap((item, index) => expand(item, rest, [...at, index])) : []
  return expand((value as Record<string, unknown> | null)?.[head], rest, [...at, head])
}

function memoryRoutingWarnings(config: LitellmConfig, source: Source): Finding[] {
  if (config.user_id_mappings === undefined || config.general_settings?.forward_client_headers_to_llm_api === true)
    return []
  return [
    finding(
      source,
      ['general_settings'],
      'user_id_mappings are set, but forward_client_headers_to_llm_api is not true: LiteLLM drops the memory headers, so memory routing does nothing on the binary backend',
    ),
  ]
}

function finding(source: Source, path: Path, message: string): Finding {
  return { file: source.file, line: source.lineOf(path), path: formatPath(path), message }
}

function lineOf(document: Document, lines: LineCounter, path: Path): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
  }
  return 1
}

function stringEntries(value: unknown): Record<string, string> {
  if (value === null || typeof value !== 'object') return {}
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, String(entry)]))
}

/** Paths below the working folder are shown relative to it. */
function displayName(file: string): string {
  const relative = path.relative(process.cwd(), file)
  return relative.startsWith('..') || path.isAbsolute(relative) ? file : relative
}
