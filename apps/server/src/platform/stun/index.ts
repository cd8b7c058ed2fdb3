export { tryRelay } from './try-relay.ts'
export { placeOf } from './wire.ts'
