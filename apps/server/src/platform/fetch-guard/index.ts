export { type FetchGuard, fetchGuard } from './fetch-guard.ts'
export { type Fetched, guardedFetch } from './guarded-fetch.ts'
