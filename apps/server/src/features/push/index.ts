export type { CallNews } from './call-pushes.ts'
export { sweepPushes } from './devices-repo.ts'
export { Pushes } from './pushes.ts'
export { pushRouter } from './router.ts'
