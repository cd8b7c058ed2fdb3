export { reportsRouter } from './reports-router.ts'
export { sweepReports } from './reports-repo.ts'
