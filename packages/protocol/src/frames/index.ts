export { closeCodes, type DownFrame, downFrame } from './down.ts'
export { type UpFrame, upFrame } from './up.ts'
