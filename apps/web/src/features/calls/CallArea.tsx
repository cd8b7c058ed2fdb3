import type { ChatId } from '@soroka/protocol'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { useText } from '../../i18n/i18n.ts'
import { useAuth } from '../../stores/authStore.ts'
import { useCalls } from '../../stores/callStore.ts'
import { chatStore } from '../../stores/chatStore.ts'
import { isMuted } from '../../stores/chat-state.ts'
import { AsideBar } from './incoming/AsideBar.tsx'
import { IncomingCall } from './incoming/IncomingCall.tsx'
import { isMe } from '../../ui/names.ts'
import { useNames } from './names.ts'
import { previewStore } from './preview/open-preview.ts'
import { PreviewSheet } from './preview/PreviewSheet.tsx'
import { ringingCall } from './ringing.ts'
import { CallScreen } from './screen/CallScreen.tsx'
import { useMediaKeys } from './screen/use-media-keys.dom.ts'
import { useOwnSounds, useRing } from './sound/use-sounds.dom.ts'
import { useView } from './view-store.ts'
import { FloatingCall } from './window/FloatingCall.tsx'

/** The tab says who calls; afterwards its old name is back, unless a screen has given it another one. */
function useTabTitle(words: string | null): void {
  useEffect(() => {
    if (words === null) return
    const before = document.title
    document.title = words
    return () => {
      if (document.title === words) document.title = before
    }
  }, [words])
}

/** A call of a chat that was silenced, or of a stranger's request, is shown and makes no sound. */
function isSilent(chat: ChatId): boolean {
  const known = chatStore.getState().chats[chat]
  return known === undefined || known.request || isMuted(known, Date.now())
}

/** Whatever of calls lies over the app: who rings, and the call that I am in. */
export default function CallArea() {
  const t = useText()
  const me = useAuth((state) => state.session?.user)
  const own = useCalls((state) => state.own)
  const ringing = useCalls((state) => (me ? ringingCall(state, me) : null))
  const aside = useView((state) => state.aside)
  const preview = useStore(previewStore, (state) => state.preview)
  const floating = useView((state) => state.floating)
  const nameOf = useNames(ringing?.chat)
  useTabTitle(ringing ? t('calls:incoming.tab', { name: nameOf(ringing.by) }) : null)
  useRing(ringing !== null && !isSilent(ringing.chat))
  useMediaKeys(own)
  useOwnSounds(own, own !== null && isMe(own.state.by))
  return (
    <>
      {preview && <PreviewSheet preview={preview} />}
      {own && floating && <FloatingCall call={own} into={floating} />}
      {own && !own.small && <CallScreen key={own.talk} call={own} />}
      {ringing &&
        (aside === ringing.id ? <AsideBar call={ringing} /> : <IncomingCall key={ringing.id} call={ringing} />)}
    </>
  )
}
