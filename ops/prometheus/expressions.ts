import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

/** One PromQL expression of the rules or of the dashboard. */
export interface Expression {
  readonly kind: 'record' | 'alert' | 'panel'
  /** The rule's or the panel's name. */
  readonly name: string
  /** The expression with the dashboard's variables filled in. */
  readonly text: string
  /**
   * What must have data on a healthy stack with traffic on both arms: the expression itself, but for an alert, which is
   * then empty, the series that it looks at.
   */
  readonly probes: readonly string[]
}

const read = (path: string): string => readFileSync(join(import.meta.dirname, path), 'utf8')

interface RuleFile {
  groups: { rules: { record?: string; alert?: string; expr: string }[] }[]
}

interface Panel {
  title: string
  targets?: { expr: string }[]
  panels?: Panel[]
}

/** Every expression of `rules.yml` and of the dashboard, read from the files of this repository. */
export function allExpressions(): Expression[] {
  return [...ruleExpressions(read('rules.yml')), ...dashboardExpressions(read('../grafana/dashboards/crossfade.json'))]
}

/** The expressions of a Prometheus rule file. */
export function ruleExpressions(yaml: string): Expression[] {
  const { groups } = parse(yaml) as RuleFile
  return groups
    .flatMap(group => group.rules)
    .map(({ record, alert, expr }) => {
      const text = expr.trim()
      if (alert !== undefined) return { kind: 'alert', name: alert, text, probes: seriesOf(text) }
      return { kind: 'record', name: record ?? '', text, probes: [text] }
    })
}

/** The expressions of a Grafana dashboard, its rows opened. */
export function dashboardExpressions(json: string): Expression[] {
  const { panels } = JSON.parse(json) as { panels: Panel[] }
  return panels
    .flatMap(panel => [panel, ...(panel.panels ?? [])])
    .flatMap(({ title, targets = [] }) =>
      targets.map(({ expr }) => {
        const text = fillIn(expr)
        return { kind: 'panel', name: title, text, probes: [text] } as const
      }),
    )
}

function fillIn(expr: string): string {
  return expr.replaceAll('$__rate_interval', '1m').replaceAll('$route', '.*')
}

/** The series an expression reads, with their matchers and without their ranges. */
export function seriesOf(expr: string): string[] {
  const selectors = expr.match(/\b(?:[a-z]+:)?(?:crossfade_[\w:]+|up\b)(?:\{[^}]*\})?/g) ?? []
  return [...new Set(selectors)]
}
