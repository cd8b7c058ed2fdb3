import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { needProgram, programs } from '../../scripts/programs.ts'
import { complaintsOf } from './command.ts'

const folder = 'deploy/watch'

interface Dashboard {
  readonly panels: readonly { readonly title: string; readonly targets?: readonly { readonly expr: string }[] }[]
}

/** Prometheus reads its file and the alerts; each fires where it should and nowhere else; the dashboard's queries are ones. */
export function checkWatch(): string[] {
  const promtool = needProgram(programs.promtool)
  return [
    ...complaintsOf(promtool, ['check', 'config', `${folder}/prometheus.yml`]),
    ...complaintsOf(promtool, ['test', 'rules', `${folder}/alerts.test.yml`]),
    ...checkCases(),
    ...checkQueries(promtool),
    ...complaintsOf(needProgram(programs.amtool), ['check-config', `${folder}/alertmanager.yml`]),
  ]
}

/** An alert without a case in which it fires, and one in which it does not, says nothing. */
function checkCases(): string[] {
  const names = namesIn(`${folder}/alerts.yml`, /- alert: (\w+)/g)
  const quiet = new Set(namesIn(`${folder}/alerts.test.yml`, /alertname: (\w+), eval_time: \w+, exp_alerts: \[\]/g))
  const firing = new Set(namesIn(`${folder}/alerts.test.yml`, /alertname: (\w+)\n +eval_time: \w+\n +exp_alerts:\n/g))
  const without = (cases: ReadonlySet<string>) => names.filter((name) => !cases.has(name))
  return [
    ...(names.length === 0 ? ['there are no alerts'] : []),
    ...without(firing).map((name) => `${name} has no case in which it fires`),
    ...without(quiet).map((name) => `${name} has no case in which it does not fire`),
  ]
}

const namesIn = (file: string, pattern: RegExp): string[] =>
  [...readFileSync(file, 'utf8').matchAll(pattern)].map(([, name = '']) => name)

/** What the dashboard asks; Grafana puts a time in the place of its variable. */
export function dashboardQueries(interval: string): string[] {
  const { panels } = JSON.parse(readFileSync(`${folder}/grafana/dashboards/soroka.json`, 'utf8')) as Dashboard
  return panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr.replaceAll('$__rate_interval', interval)))
}

function checkQueries(promtool: string): string[] {
  const queries = dashboardQueries('1m')
  if (queries.length < 50) return [`the dashboard asks for ${queries.length} things only`]
  const place = mkdtempSync(path.join(tmpdir(), 'soroka-queries-'))
  const rules = queries.map((expr, i) => ({ record: `query:${i}`, expr }))
  const file = path.join(place, 'rules.yml')
  // YAML holds JSON.
  writeFileSync(file, JSON.stringify({ groups: [{ name: 'dashboard', rules }] }))
  const complaints = complaintsOf(promtool, ['check', 'rules', file])
  rmSync(place, { recursive: true })
  return complaints
}
