import { lazy } from 'react'

export { GroupFields } from './GroupFields.tsx'
export { useKeptLink } from './use-kept-link.ts'
export const DoorPage = lazy(() => import('./DoorPage.tsx'))
export const NewChatSheet = lazy(() => import('./NewChatSheet.tsx'))
