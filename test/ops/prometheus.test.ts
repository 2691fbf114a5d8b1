import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parse } from 'yaml'
import { allExpressions, dashboardExpressions, ruleExpressions, seriesOf } from '../../ops/prometheus/expressions.ts'

const root = join(import.meta.dirname, '../..')
const at = (path: string): string => join(root, 'ops', path)
const noPromtool = spawnSync('promtool', ['--version']).status === 0 ? false : 'promtool is not installed'

/** Every name that rules and panels may use: what the processes expose and what the rules record. */
const exposed = `
  crossfade_requests_total crossfade_request_duration_seconds_bucket crossfade_time_to_first_byte_seconds_bucket
  crossfade_requests_in_flight crossfade_canary_weight_ratio crossfade_rollout_version crossfade_routing_decisions_total
  crossfade_failovers_total crossfade_upstream_requests_total crossfade_upstream_request_duration_seconds_bucket
  crossfade_upstream_time_to_first_byte_seconds_bucket crossfade_upstream_requests_in_flight crossfade_tokens_total
  crossfade_proc_up crossfade_litellm_up crossfade_rollout_percent crossfade_rollout_phase
  crossfade_rollout_changes_total`
  .trim()
  .split(/\s+/)

interface Rule {
  alert?: string
  annotations?: { runbook?: string; summary?: string }
}

interface RuleTest {
  alert_rule_test: { alertname: string; exp_alerts: unknown[] }[]
}

const rules = (parse(readFileSync(at('prometheus/rules.yml'), 'utf8')) as { groups: { rules: Rule[] }[] }).groups
const alerts = rules.flatMap(group => group.rules).filter(rule => rule.alert !== undefined)

void t.test('promtool accepts configuration and rules, and the rules behave', { skip: noPromtool }, async t => {
  const commands = [
    ['check', 'config', at('prometheus/prometheus.yml')],
    ['check', 'rules', at('prometheus/rules.yml')],
    ['test', 'rules', at('prometheus/rules.test.yml')],
  ]
  for (const args of commands) {
    const { status, stdout, stderr } = spawnSync('promtool', args, { encoding: 'utf8' })
    t.equal(status, 0, `${args.slice(0, 2).join(' ')}\n${stdout}${stderr}`)
  }
})

void t.test('every expression of the dashboard is PromQL', { skip: noPromtool }, async t => {
  const panels = allExpressions().filter(({ kind }) => kind === 'panel')
  const asRules = {
    groups: [{ name: 'panels', rules: panels.map(({ text }, i) => ({ record: `p:${i}`, expr: text })) }],
  }
  const folder = t.testdir({ 'panels.yml': JSON.stringify(asRules) })
  t.match(execFileSync('promtool', ['check', 'rules', join(folder, 'panels.yml')], { encoding: 'utf8' }), 'SUCCESS')
})

void t.test('every alert has a runbook and is tested firing and not firing', async t => {
  const { tests } = parse(readFileSync(at('prometheus/rules.test.yml'), 'utf8')) as { tests: RuleTest[] }
  const tested = tests.flatMap(test => test.alert_rule_test)
  for (const { alert = '', annotations } of alerts) {
    t.match(annotations?.runbook, /^ops\/runbooks\/[a-z-]+\.md$/, alert)
    t.ok(existsSync(join(root, annotations?.runbook ?? '')), `${alert}: ${annotations?.runbook}`)
    t.ok(annotations?.summary, alert)
    const mine = tested.filter(({ alertname }) => alertname === alert)
    t.ok(
      mine.some(({ exp_alerts: expected }) => expected.length > 0),
      `${alert} fires`,
    )
    t.ok(
      mine.some(({ exp_alerts: expected }) => expected.length === 0),
      `${alert} does not fire`,
    )
  }
})

void t.test('rules and panels use only names that exist', async t => {
  const all = allExpressions()
  const known = new Set([...exposed, ...all.filter(({ kind }) => kind === 'record').map(({ name }) => name)])
  const used = new Set(all.flatMap(({ text }) => seriesOf(text)).map(series => series.replace(/\{.*$/, '')))
  used.delete('up')
  t.strictSame(
    [...used].filter(name => !known.has(name)),
    [],
  )
  t.strictSame(
    exposed.filter(name => !used.has(name)),
    [],
    'every metric is on the dashboard or in a rule',
  )
})

void t.test('the dashboard', async t => {
  const json = readFileSync(at('grafana/dashboards/crossfade.json'), 'utf8')
  const dashboard = JSON.parse(json) as {
    uid: string
    panels: { id: number; title: string; type: string; datasource?: object }[]
  }
  t.equal(dashboard.uid, 'crossfade')
  const { panels } = dashboard
  t.equal(new Set(panels.map(({ id }) => id)).size, panels.length, 'panel ids are unique')
  for (const panel of panels.filter(({ type }) => type !== 'row')) {
    t.strictSame(panel.datasource, { type: 'prometheus', uid: '${DS}' }, panel.title)
  }
  const sides = (arm: string): string[] =>
    panels.flatMap(({ title }) => (title.split(`: ${arm}`)[1] === '' ? [title.split(':')[0] ?? ''] : []))
  t.ok(sides('sdk').length >= 7)
  t.strictSame(sides('binary'), sides('sdk'), 'both arms have the same panels')
  t.notMatch(
    dashboardExpressions(json)
      .map(({ text }) => text)
      .join('\n'),
    /\$/,
    'all variables are filled in',
  )
})

void t.test('what an expression needs data for', async t => {
  const yaml = `groups: [{ name: g, rules: [{ record: a:b, expr: "sum(crossfade_x) or vector(0)\\n" }, { alert: A, expr: 'up{job="c"} == 0' }] }]`
  t.strictSame(ruleExpressions(yaml), [
    { kind: 'record', name: 'a:b', text: 'sum(crossfade_x) or vector(0)', probes: ['sum(crossfade_x) or vector(0)'] },
    { kind: 'alert', name: 'A', text: 'up{job="c"} == 0', probes: ['up{job="c"}'] },
  ])
  const cases: [string, string[]][] = [
    ['rate(crossfade_x_total{a="1",b=~"c|d"}[5m]) > 0', ['crossfade_x_total{a="1",b=~"c|d"}']],
    ['backend:crossfade_y:rate5m > 1 and backend:crossfade_y:rate5m < 2', ['backend:crossfade_y:rate5m']],
    ['sum by (backend) (crossfade_z) and on () group_left () max(up)', ['crossfade_z', 'up']],
  ]
  for (const [expr, want] of cases) t.strictSame(seriesOf(expr), want, expr)
})
