import type { ISql } from 'postgres'

/** Raw statements: on the pool, or in a transaction. */
export type Queries = ISql<{ bigint: number }>
