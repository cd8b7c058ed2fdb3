import { lazy } from 'react'

export { useKeptInvite } from './use-kept-invite.ts'
export const JoinPage = lazy(() => import('./JoinPage.tsx'))
