export { describeApi } from './openapi.ts'
export { serveDocs } from './docs-page.ts'
