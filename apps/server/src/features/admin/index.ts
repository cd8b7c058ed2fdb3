export { adminRouter } from './admin-router.ts'
export { type Act, writeDeed } from './audit-repo.ts'
export { createPeople, type People } from './people.ts'
export { lockActor } from './people-repo.ts'
