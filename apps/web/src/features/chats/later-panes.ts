import { lazy } from 'react'
import { preloadInfo } from '../info/index.ts'

const loadChat = () => import('./ChatPane.tsx')

// An address that opens a chat needs it at once; otherwise the list is drawn first.
if (location.pathname.startsWith('/c/')) void loadChat()

/** A chat: not part of the first screen, and on the device by the time somebody opens one. */
export const ChatPane = lazy(loadChat)

/** Fetches what is opened most while nothing else is to do. */
export function preloadPanes(): void {
  setTimeout(() => void loadChat().then(preloadInfo), 300)
}
