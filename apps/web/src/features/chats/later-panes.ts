import { type ComponentProps, createElement, lazy, memo, useState } from 'react'
import { loadLaterTexts } from '../../i18n/i18n.ts'
import { preloadInfo } from '../info/index.ts'
import { loadAttachments } from '../media/index.ts'

type Pane = typeof import('./ChatPane.tsx').default

let loaded: Pane | undefined

async function loadChat() {
  const [chat] = await Promise.all([import('./ChatPane.tsx'), loadAttachments(), loadLaterTexts()])
  loaded = chat.default
  return chat
}

// An address that opens a chat needs it at once; otherwise the list is drawn first.
if (location.pathname.startsWith('/c/')) void loadChat()

const LaterPane = lazy(loadChat)

/**
 * A chat: not part of the first screen, and on the device by the time somebody opens one. What is here is drawn at once:
 * React lets a lazy component wait for 300 ms the first time, however fast it comes.
 */
export const ChatPane = memo(function ChatPane(props: ComponentProps<Pane>) {
  const [Chosen] = useState<Pane | typeof LaterPane>(() => loaded ?? LaterPane)
  return createElement(Chosen, props)
})

/** Fetches what is opened most while nothing else is to do. */
export function preloadPanes(): void {
  setTimeout(() => void loadChat().then(preloadInfo), 300)
}
