import { lazy } from 'react'

export { openDirect, openNest } from './open-direct.ts'
export { KeyBanner } from './KeyBanner.tsx'
export { LinkActions } from './LinkActions.tsx'
export { membersText, mostCounted } from './members-text.ts'
export { PeoplePicker } from './PeoplePicker.tsx'
export { presenceText } from './presence-text.ts'
export { TryAgain } from './TryAgain.tsx'
export { TrustMark } from './TrustMark.tsx'
export { useBlocked, useContacts, useRefreshContacts } from './use-contacts.ts'
export { type FoundPerson, usePeopleSearch } from './use-people-search.ts'
export { useWatch, useWatchShown } from './use-watch.ts'
export const MyLinkSheet = lazy(() => import('./MyLinkSheet.tsx'))
