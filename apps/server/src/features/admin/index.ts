export { adminRouter } from './admin-router.ts'
export { type Act, writeDeed } from './audit-repo.ts'
export { lockActor } from './people-repo.ts'
