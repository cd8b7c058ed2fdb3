export { jobQueue, type JobQueue, type JobTask, migrateJobs, type Recurring, startJobs } from './jobs.ts'
export { observedTask, observeQueue } from './observe-jobs.ts'
