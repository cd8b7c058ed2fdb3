import { lazy } from 'react'
import { loadLaterTexts } from '../../i18n/i18n.ts'

/** What notifies while a page is open, and keeps pushes coming while none is: after the first screen. */
export const Notifier = lazy(() => import('./Notifier.tsx'))

/** The question whether to notify while the app is closed, above the list of chats. */
export const AskBar = lazy(async () => {
  const [bar] = await Promise.all([import('./push/AskBar.tsx'), loadLaterTexts()])
  return bar
})

export const NotificationsSection = lazy(async () => {
  const [section] = await Promise.all([import('./settings/NotificationsSection.tsx'), loadLaterTexts()])
  return section
})
