export { vaultRouter } from './router.ts'
