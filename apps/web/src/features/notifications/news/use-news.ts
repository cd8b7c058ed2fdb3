import type { ChatView, MessageView } from '@soroka/client/types'
import { type ChatId, isQuiet } from '@soroka/protocol'
import { useEffect } from 'react'
import { engine } from '../../../engine/engine.ts'
import { EngineError } from '../../../engine/errors.ts'
import { callStore } from '../../../stores/callStore.ts'
import { chatStore } from '../../../stores/chatStore.ts'
import { notifyStore } from '../../../stores/notifyStore.ts'
import { wsStore } from '../../../stores/wsStore.ts'
import { isRecording } from '../../media/index.ts'
import { momentCame } from '../push/good-moment.ts'
import { isWantedHere } from '../push/push-way.dom.ts'
import { inFirstTab } from './first-tab.dom.ts'
import { newsStore } from './news-store.ts'
import { soundOn } from './sound-prefs.dom.ts'
import { newsSound, receivedSound, sentSound } from './sounds.dom.ts'
import { byDefault, isWanted } from './wanted.ts'

/** What is older came while nobody was here; it stands in the list (ms). */
const FRESH = 60_000

/** Tells of what comes while the page is open: a toast where it is looked at, and a sound. */
export function useNews(open: ChatId | null): void {
  useEffect(() => {
    const read = () => void readSettings()
    read()
    const ends = [
      // A first `online` means that what was missed is in.
      wsStore.subscribe(({ connection: now }, { connection: before }) => {
        if (now === 'online' && before !== 'online') read()
      }),
      notifyStore.subscribe(({ news: now }, { news: before }) => {
        if (now !== before) read()
      }),
    ]
    return () => ends.forEach((end) => end())
  }, [])
  useEffect(
    () =>
      chatStore.subscribe(({ chats: now }, { chats: before }) => {
        if (now === before || wsStore.getState().connection !== 'online') return
        for (const chat of Object.values(now)) {
          const message = newIn(chat, before[chat.id])
          if (message) tell(chat, message, chat.id === open)
        }
      }),
    [open],
  )
}

/** The message that came last, if it is a new one. */
function newIn(chat: ChatView, before: ChatView | undefined): MessageView | null {
  const { last } = chat
  if (before === chat || last === undefined || last.key === before?.last?.key) return null
  if (last.at < Date.now() - FRESH || last.deleted) return null
  // My own pending message has no place yet, and gets one later.
  if (last.own) return last
  return (last.seq ?? 0) > (before?.lastSeq ?? 0) ? last : null
}

function tell(chat: ChatView, message: MessageView, open: boolean): void {
  const looked = document.visibilityState === 'visible'
  if (message.own || !looked) momentCame()
  if (open && looked) {
    if (soundOn('chat') && mayPlay()) void inFirstTab(message.id, message.own ? sentSound : receivedSound)
    return
  }
  if (!isWanted(chat, message, settings(), Date.now())) return
  void inFirstTab(message.id, () => {
    if (looked) newsStore.setState({ news: { chat, message } })
    if (soundOn('news') && !message.silent && mayPlay() && !isPushed(looked)) newsSound()
  })
}

const settings = () => notifyStore.getState().settings ?? byDefault

/** Who shows his screen or records himself wants no sound in it. */
function mayPlay(): boolean {
  const { quiet, mutedUntil } = settings()
  if (mutedUntil > Date.now() || (quiet !== null && isQuiet(quiet, Date.now()))) return false
  return !callStore.getState().own?.screen && !isRecording()
}

/** The system's own notification sounds for a page that nobody looks at. */
function isPushed(looked: boolean): boolean {
  return !looked && 'Notification' in globalThis && Notification.permission === 'granted' && isWantedHere()
}

async function readSettings(): Promise<void> {
  try {
    notifyStore.setState({ settings: await engine.push.settings() })
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
  }
}
