export { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from './embedded-postgres.ts'
export type { PostgresState } from './supervisor.ts'
export { findCluster, findRunning, putClusterAside } from './cluster-folder.ts'
