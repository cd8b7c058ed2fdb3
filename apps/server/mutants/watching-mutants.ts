import type { Mutant } from '../../../scripts/mutants/mutant.ts'

const watchingTest = 'watching.test.ts'

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
]
