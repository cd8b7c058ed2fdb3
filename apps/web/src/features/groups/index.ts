import { lazy } from 'react'

export { GroupFields } from './GroupFields.tsx'
export { PhotoField } from './PhotoField.tsx'
export { useKeptInvite } from './use-kept-invite.ts'
export const JoinPage = lazy(() => import('./JoinPage.tsx'))
export const NewChatSheet = lazy(() => import('./NewChatSheet.tsx'))
