export { createLog, type Log, loggedUrl } from './log.ts'
