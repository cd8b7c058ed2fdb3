export { callHandlers } from './call-frames.ts'
export { Calls } from './call-service.ts'
export { CallSweeper } from './call-sweeper.ts'
export { callsRouter } from './calls-router.ts'
