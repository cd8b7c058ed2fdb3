export { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from './embedded-postgres.ts'
export type { PostgresState } from './supervisor.ts'
export { findCluster, putClusterAside } from './cluster-folder.ts'
