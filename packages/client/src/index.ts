export { createClient, type ClientOptions } from './client.ts'
export type { Platform } from './platform/platform.ts'
export * from './types.ts'
