export { devicesRouter } from './devices-routes.ts'
