import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort } from '../../../scripts/free-port.ts'
import { busyRun, PROVEN_AT } from './busy-run.fixture.ts'
import type { Planted } from './busy-run.fixture.ts'
import { PushWorld } from './features/push/pushes.fixture.ts'
import { ask } from './testing/index.ts'
import { hasRedis, TestRedis } from './testing/test-redis.ts'

const root = path.resolve(import.meta.dirname, '../../..')
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8')

let redis: TestRedis | undefined
let world: PushWorld
let planted: Planted
let port: number
let figures: string

beforeAll(async () => {
  if (hasRedis) redis = await TestRedis.start()
  port = await freePort()
  world = await PushWorld.start({
    METRICS_ADDRESS: `127.0.0.1:${port}`,
    TURN_URLS: 'turn:127.0.0.1:3478',
    TURN_SECRET: 'a secret of the relay alone',
    ...(redis === undefined ? {} : { REDIS_URL: redis.url }),
  })
  planted = await busyRun(world)
  figures = (await ask<string>(`http://127.0.0.1:${port}/metrics`)).body
})
afterAll(async () => {
  await world.stop()
  await redis?.stop()
})

/** Names of samples and the labels that each of them has. */
function samples(text: string): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  for (const line of text.split('\n')) {
    const name = /^[a-z]\w*/.exec(line)?.[0]
    if (name === undefined) continue
    const labels = found.get(name) ?? new Set(['instance', 'job', 'le'])
    for (const [, label] of line.matchAll(/[{,](\w+)="/g)) if (label !== undefined) labels.add(label)
    found.set(name, labels)
  }
  return found
}

interface Panel {
  readonly title: string
  readonly targets?: readonly { readonly expr: string }[]
}

/** What the dashboard and the alerts ask Prometheus, by who asks. */
function queries(): [name: string, query: string][] {
  const { panels } = JSON.parse(read('deploy/watch/grafana/dashboards/soroka.json')) as { panels: Panel[] }
  const shown = panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }): [string, string] => [title, expr]))
  const rules = read('deploy/watch/alerts.yml').split('- alert: ').slice(1)
  const judged = rules.map((rule): [string, string] => [
    rule.split('\n')[0] ?? '',
    /expr:(.*?)\n {8}for:/s.exec(rule)?.[1] ?? '',
  ])
  return [...shown, ...judged]
}

describe('a server that was used', () => {
  test('exports every metric and label that the dashboard and the alerts name', () => {
    const known = samples(figures)
    const asked = queries()
    expect(asked.length).toBeGreaterThan(60)
    const without = redis === undefined ? /^soroka_redis_/ : /^$/
    for (const [who, query] of asked) {
      const names = query.match(/\b(?:soroka|process|nodejs)_\w+/g) ?? []
      if (!query.includes('up{')) expect(names, who).not.toEqual([])
      for (const name of names) if (!without.test(name)) expect([...known.keys()], who).toContain(name)
      const labels = [
        ...[...query.matchAll(/\b(?:by|on) \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(/, */)),
        ...[...query.matchAll(/[{,](\w+)[=!]/g)].map(([, label = '']) => label),
      ]
      for (const label of labels) {
        const carriers = names.filter((name) => known.get(name)?.has(label))
        expect(carriers.length > 0 || label === 'job' || without.test(names[0] ?? ''), `${who}: ${label}`).toBe(true)
      }
    }
  })

  test('every figure of ours is on the dashboard or in an alert', () => {
    const asked = queries().map(([, query]) => query)
    for (const name of samples(figures).keys()) {
      const family = name.replace(/_(bucket|sum|count)$/, '')
      if (name.startsWith('soroka_'))
        expect(
          asked.some((query) => query.includes(family)),
          name,
        ).toBe(true)
    }
  })

  test.each([
    ['soroka_http_seconds_count{method="POST",route="auth.signUp.start",status="2xx"}', 2],
    ['soroka_persist_messages_total', 2],
    ['soroka_message_ack_seconds_count', 2],
    ['soroka_ws_connections', 2],
    ['soroka_ws_frames_total{frame="message.send"}', 2],
    ['soroka_ws_refused_total{code="TICKET_INVALID"}', 1],
    ['soroka_limited_total{limit="find-email"}', 1],
    ['soroka_push_results_total{result="sent"}', 1],
    ['soroka_job_seconds_count{task="mail.send",result="done"}', 2],
    ['soroka_log_lines_total{level="error"}', 1],
    ['soroka_database_errors_total{kind="other"}', 1],
    ['soroka_database_up', 1],
    ['soroka_disk_free_bytes', 1],
    ['soroka_database_seconds_count{pool="lanes"}', 2],
    ['soroka_files_seconds_count{operation="read"}', 1],
    ['soroka_call_reports_total{mode="p2p",way="relay"}', 1],
    ['soroka_call_reports_total{mode="p2p",way="none"}', 1],
    ['soroka_call_connect_seconds_bucket{le="1",mode="p2p"}', 1],
    ['soroka_call_loss_ratio_count{mode="p2p"}', 2],
    ['soroka_backup_timestamp_seconds', PROVEN_AT],
  ])('shows %s', (name, least) => {
    const line = figures.split('\n').find((one) => one.startsWith(`${name} `))
    expect(Number(line?.split(' ').at(-1)), `${name}: ${line}`).toBeGreaterThanOrEqual(least)
  })

  test('S17 names nobody and nothing in its figures', () => {
    for (const [what, value] of [...Object.entries(planted.secrets), ...Object.entries(planted.ids)])
      expect(figures.includes(value), what).toBe(false)
  })

  test('S17 says at its most talkative no secret and no id, and the number of each request', () => {
    const log = world.server.logs.join('')
    for (const [what, value] of [...Object.entries(planted.secrets), ...Object.entries(planted.ids)])
      expect(log.includes(value), what).toBe(false)
    const lines = world.server.logs.map((line) => JSON.parse(line) as Record<string, unknown>)
    const requests = lines.filter(({ msg }) => msg === 'request')
    expect(requests.length).toBeGreaterThan(40)
    for (const line of requests)
      expect(line).toMatchObject({ requestId: expect.any(String), route: expect.any(String) })
    const failed = lines.filter(({ msg }) => msg === 'a request failed')
    expect(failed.length).toBeGreaterThan(0)
    const numbers = new Set(requests.map(({ requestId }) => requestId))
    for (const { requestId } of failed) expect(numbers).toContain(requestId)
    const jobs = lines.filter(({ jobId }) => jobId !== undefined)
    expect(new Set(jobs.map(({ task }) => task))).toContain('mail.send')
    const opened = lines.filter(({ msg }) => msg === 'a socket opened')
    expect(new Set(opened.map(({ connectionId }) => connectionId)).size).toBe(opened.length)
    expect(opened.length).toBeGreaterThan(1)
  })

  test('answers at the port of its figures nothing else', async () => {
    for (const at of ['/', '/api/account', '/healthz', '/metrics/../api'])
      expect((await ask(`http://127.0.0.1:${port}${at}`)).status).toBe(404)
  })
})

describe('alerts', () => {
  const alerts = read('deploy/watch/alerts.yml')
  const pages = globSync('docs/runbooks/*.md', { cwd: root })

  test('each has a runbook that names it, and each runbook an alert', () => {
    const rules = alerts.split('- alert: ').slice(1)
    expect(rules.length).toBeGreaterThan(20)
    for (const rule of rules) {
      const [name = ''] = rule.split('\n')
      const page = /runbook: (\S+)/.exec(rule)?.[1] ?? 'none'
      expect(existsSync(path.join(root, page)), `${name}: ${page}`).toBe(true)
      expect(read(page), page).toContain(`\`${name}\``)
    }
    for (const page of pages) expect(alerts, page).toContain(page)
  })
})
