export { doctorRouter } from './doctor-router.ts'
