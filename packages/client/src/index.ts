export { createClient, type ClientOptions } from './client.ts'
export { browserPlatform } from './platform/browser.dom.ts'
export type { Platform } from './platform/platform.ts'
export * from './types.ts'
