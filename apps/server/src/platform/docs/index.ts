export { serveDocs } from './docs-page.ts'
