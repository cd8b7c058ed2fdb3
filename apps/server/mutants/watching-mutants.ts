import type { Mutant } from '../../../scripts/mutants/mutant.ts'

const watchingTest = 'watching.test.ts'
const tracingTest = 'tracing.test.ts'

/** Holes in what those who watch the server get to see: too much, or nothing. */
export const watchingMutants: readonly Mutant[] = [
  {
    name: 'S17 the figures say who tried too often',
    file: 'platform/limits/observed-limiter.ts',
    from: "return what === 'route' ? name : what",
    to: "return what === '' ? name : key",
    test: watchingTest,
  },
  {
    name: 'S17 figures and log hold paths',
    file: 'platform/http/route-name.ts',
    from: "export function routeOf({ routeName, routeOptions }: FastifyRequest): string {\n  return routeName ?? routeOptions.url ?? 'none'",
    to: 'export function routeOf({ url }: FastifyRequest): string {\n  return url',
    test: watchingTest,
  },
  {
    name: 'S17 the log keeps what PostgreSQL says of values',
    file: 'platform/log/logged-error.ts',
    from: 'detail: _detail, ',
    to: '',
    test: 'platform/log/log.test.ts',
  },
  {
    name: 'S17 the log holds the payload of a job',
    file: 'platform/jobs/jobs.ts',
    from: 'else log.debug(job, message)',
    to: 'else log.debug({ ...job, ...meta }, message)',
    test: watchingTest,
  },
  {
    name: 'statements of a transaction are not counted',
    file: 'platform/db/watch-statements.ts',
    from: "if (name === 'begin' || name === 'savepoint')",
    to: "if (name === 'savepoint')",
    test: 'platform/db/database.test.ts',
    only: 'a statement is watched',
  },
  {
    name: 'the port of the figures answers anything',
    file: 'platform/metrics/metrics-port.ts',
    from: "if (request.method !== 'GET' || request.url !== '/metrics')",
    to: "if (request.method !== 'GET')",
    test: watchingTest,
  },
  {
    name: 'S17 traces hold paths',
    file: 'platform/trace/trace-http.ts',
    from: "attributes: { 'http.route': route,",
    to: "attributes: { 'http.route': request.url,",
    test: tracingTest,
  },
  {
    name: 'S17 traces hold what an error says',
    file: 'platform/trace/tracing.ts',
    from: "'code' in error && typeof error.code === 'string' ? error.code : error.constructor.name",
    to: 'String(error)',
    test: tracingTest,
  },
  {
    name: 'a batch of many people belongs to the trace of one',
    file: 'realtime.ts',
    from: "'message.commit', { root: true, ",
    to: "'message.commit', { ",
    test: tracingTest,
  },
  {
    name: 'statements that nobody asked for fill the traces',
    file: 'platform/trace/otlp-tracing.ts',
    from: 'return parent && begin(parent, name, options)',
    to: 'return begin(parent, name, options)',
    test: tracingTest,
  },
  {
    name: 'what waits to be sent is lost at the end',
    file: 'platform/trace/otlp-tracing.ts',
    from: 'provider.shutdown().catch(() => undefined), pause(CLOSE_MS)',
    to: 'pause(0)',
    test: tracingTest,
  },
  {
    name: 'who never had a connection is counted as one who had',
    file: 'features/calls/metrics.ts',
    from: "way: connectMs === null ? 'none' : relayed",
    to: 'way: relayed',
    test: watchingTest,
  },
  {
    name: 'a figure gets another name than its alert and the dashboard know',
    file: 'features/push/metrics.ts',
    from: "'soroka_push_late_seconds'",
    to: "'soroka_push_delay_seconds'",
    test: watchingTest,
  },
  {
    name: 'a line of the log does not say of which request it is',
    file: 'platform/http/errors.ts',
    from: "facts.log.error({ err: error, requestId: facts.requestId }, 'a request failed')",
    to: "facts.log.error({ err: error }, 'a request failed')",
    test: watchingTest,
  },
  {
    name: 'a database that says nothing holds up all figures',
    file: 'platform/metrics/read-metrics.ts',
    from: 'answer = Promise.race([ask().catch(() => undefined), late])',
    to: 'answer = ask().catch(() => late)',
    test: 'platform/metrics/read-metrics.test.ts',
  },
]
