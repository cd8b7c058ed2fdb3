export { type CountedLog, createLog, type Log } from './log.ts'
export { observeLog } from './observe-log.ts'
