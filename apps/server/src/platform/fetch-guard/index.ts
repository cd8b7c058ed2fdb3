export { type FetchGuard, fetchGuard } from './fetch-guard.ts'
export { type Fetched, guardedFetch } from './guarded-fetch.ts'
export { type Posted, Poster } from './guarded-post.ts'
export { vetTarget } from './vet-target.ts'
