/** What came of a run: a line for people, Markdown for a review, JSON for programs. */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Json } from '../../services/simulator/json.ts'
import type { Result } from './suite.ts'

/** The counts in one line; those of models that are asked through the AI SDK apart. */
export function summaryOf(results: readonly Result[]): string {
  const lossy = results.filter(result => result.lossy)
  const whole = countsOf(results.filter(result => !result.lossy))
  return lossy.length === 0 ? whole : `${whole}; lossy, through the AI SDK: ${countsOf(lossy)}`
}

function countsOf(results: readonly Result[]): string {
  const count = (verdict: Result['verdict']): number => results.filter(result => result.verdict === verdict).length
  return `${count('same')} same, ${count('intended')} intended, ${count('different')} different`
}

/** Writes `report.md` and `report.json` into a folder; `unused` are the deviations that no longer occur. */
export function writeReport(
  folder: string,
  version: string,
  results: readonly Result[],
  unused: readonly string[],
): void {
  mkdirSync(folder, { recursive: true })
  const summary = summaryOf(results)
  writeFileSync(path.join(folder, 'report.md'), markdown(version, summary, results))
  const cases = results.map(result => {
    const { name, verdict, lossy } = result
    return verdict === 'same' ? { name, verdict, ...(lossy ? { lossy } : {}) } : result
  })
  const report = { litellm: version, summary, unused, cases }
  writeFileSync(path.join(folder, 'report.json'), `${JSON.stringify(report, null, 1)}\n`)
}

function markdown(version: string, summary: string, results: readonly Result[]): string {
  const section = (title: string, verdict: Result['verdict'], render: (result: Result) => string): string => {
    const texts = results.filter(result => result.verdict === verdict).map(render)
    return texts.length === 0 ? '' : `\n## ${title}\n\n${texts.join('\n')}\n`
  }
  return [
    `# Parity with LiteLLM ${version}\n\n${summary}\n`,
    section('Different', 'different', describe),
    section('Intended', 'intended', describe),
    section('Same', 'same', ({ name, lossy }) => `- ${name}${lossy ? ' (lossy)' : ''}`),
  ].join('')
}

/** A case with each of its differences. */
export function describe({ name, judged, lossy }: Result): string {
  const lines = judged.map(({ difference: { at, litellm, ours }, deviation }) => {
    const why = deviation === null ? '' : `\n  - why: ${deviation.why}`
    return `- \`${at}\`\n  - LiteLLM: ${shown(litellm)}\n  - ours: ${shown(ours)}${why}`
  })
  return `### ${name}${lossy ? ' (lossy)' : ''}\n\n${lines.join('\n')}\n`
}

function shown(value: Json | undefined): string {
  if (value === undefined) return 'absent'
  const text = JSON.stringify(value)
  return `\`${text.length > 600 ? `${text.slice(0, 600)}…` : text}\``
}
