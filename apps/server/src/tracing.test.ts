import { globSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { busyRun } from './busy-run.fixture.ts'
import type { Planted } from './busy-run.fixture.ts'
import { PushWorld } from './features/push/pushes.fixture.ts'
import { ask } from './testing/index.ts'
import { TraceCollector } from './testing/trace-collector.ts'
import type { CollectedSpan } from './testing/trace-collector.ts'

/** A trace that a stranger says he has begun. */
const foreign = 'aaaabbbbccccddddaaaabbbbccccdddd'

let collector: TraceCollector
let planted: Planted

beforeAll(async () => {
  collector = await TraceCollector.start()
  const world = await PushWorld.start({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url })
  planted = await busyRun(world)
  await ask(`${world.server.url}/api/account`, { headers: { traceparent: `00-${foreign}-00f067aa0ba902b7-01` } })
  // What was not sent yet is sent at the end.
  await world.stop()
})
afterAll(() => collector.stop())

const named = (name: string): CollectedSpan[] => collector.spans.filter((span) => span.name === name)
const insideOf = ({ spanId, traceId }: CollectedSpan): CollectedSpan[] =>
  collector.spans.filter((span) => span.parentSpanId === spanId && span.traceId === traceId)
const fact = ({ attributes }: CollectedSpan, key: string): unknown =>
  Object.values(attributes.find((one) => one.key === key)?.value ?? {})[0]

test.each([
  'POST auth.signUp.start',
  'GET users.find',
  'GET files.content',
  'socket message.send',
  'socket chat.mark',
  'message.commit',
  'push message',
  'job mail.send',
])('a span tells of %s', (name) => {
  const spans = named(name)
  expect(spans.length, [...new Set(collector.spans.map((span) => span.name))].join('\n')).toBeGreaterThan(0)
  for (const span of spans) {
    expect(span.parentSpanId, 'it begins a trace').toBeFalsy()
    expect(BigInt(span.endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(span.startTimeUnixNano))
  }
})

test('statements stand inside of what asked for them, with places for their values', () => {
  const [started] = named('POST auth.signUp.start')
  const [commit] = named('message.commit')
  if (started === undefined || commit === undefined) throw new Error('no span')
  const texts = [...insideOf(started), ...insideOf(commit)].map((span) => fact(span, 'db.query.text'))
  expect(texts.filter((text) => typeof text === 'string' && text.includes('$1')).length).toBeGreaterThan(1)
  expect(fact(commit, 'soroka.messages')).toBeDefined()
  const alone = collector.spans.filter((span) => fact(span, 'db.query.text') !== undefined && !span.parentSpanId)
  expect(alone, 'what looks again and again by itself is not told').toEqual([])
})

test('what failed is told as failed, by its kind alone', () => {
  const [failed] = named('GET push.settings')
  if (failed === undefined) throw new Error('no span')
  expect(failed.status.code).toBe(2)
  const [statement] = insideOf(failed).filter(({ status }) => status.code === 2)
  expect(statement && fact(statement, 'error.type')).toBe('42P01')
  for (const { status } of collector.spans) expect(status.message).toBeUndefined()
})

test('S17 traces hold no secret, no id and no address of anybody', () => {
  expect(collector.spans.length).toBeGreaterThan(100)
  for (const [what, value] of [...Object.entries(planted.secrets), ...Object.entries(planted.ids)])
    expect(collector.text.includes(value), what).toBe(false)
  expect([...collector.resource]).toEqual(['service.name'])
  expect(collector.text).not.toContain('127.0.0.1')
})

test('S17 nobody from outside says to which trace a request belongs', () => {
  expect(named('GET account.get').length).toBeGreaterThan(0)
  expect(collector.text).not.toContain(foreign)
})

test('who sends traces nowhere does not load what sends them', () => {
  const sources = globSync('**/*.ts', { cwd: import.meta.dirname }).filter((file) => !file.endsWith('.test.ts'))
  const loading = sources.filter((file) =>
    /^import .*(@opentelemetry|otlp-tracing)/m.test(readFileSync(`${import.meta.dirname}/${file}`, 'utf8')),
  )
  expect(loading).toEqual(['platform/trace/otlp-tracing.ts'])
})
