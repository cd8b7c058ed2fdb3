export { gifsRouter } from './router.ts'
