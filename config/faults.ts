/** What is wrong with a configuration file, and where. */
import type { Path } from './env-refs.ts'

/** One fault or warning; `line` counts from 1 and is 0 where the file could not be read at all. */
export interface Finding {
  readonly file: string
  readonly line: number
  readonly path: string
  readonly message: string
}

/** Every fault of a file at once; its message is ready to print. */
export class ConfigError extends Error {
  readonly findings: readonly Finding[]
  constructor(findings: readonly Finding[]) {
    super(findings.map(formatFinding).join('\n'))
    this.name = 'ConfigError'
    this.findings = findings
  }
}

/** `config/config.yaml:12 model_list[0].litellm_params.model: …` */
export function formatFinding({ file, line, path, message }: Finding): string {
  const where = line > 0 ? `${file}:${line}` : file
  return path === '' ? `${where}: ${message}` : `${where} ${path}: ${message}`
}

/** `model_list[0].litellm_params` */
export function formatPath(path: Path): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`),
    '',
  )
}
