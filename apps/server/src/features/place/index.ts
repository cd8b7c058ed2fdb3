export { createDoor, type Door } from './door.ts'
export { placeRouter } from './place-router.ts'
