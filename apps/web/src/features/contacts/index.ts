import { lazy } from 'react'

export const ContactsList = lazy(() => import('./ContactsList.tsx'))
export const BlockedPeople = lazy(() => import('./BlockedPeople.tsx'))
export { addContact, block, removeContact, unblock } from './contact-actions.ts'
