export { contactsRouter } from './router.ts'
