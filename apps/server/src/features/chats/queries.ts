import type { ISql, TransactionSql } from 'postgres'

/** Raw statements: on the pool, or in a transaction. */
export type Queries = ISql<{ bigint: number }>
export type Transaction = TransactionSql<{ bigint: number }>
