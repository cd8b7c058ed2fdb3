import type { ChatId } from '@soroka/protocol'
import { useCounters } from './news/use-counters.dom.ts'
import { useFocusWord } from './news/use-focus-word.dom.ts'
import { useNews } from './news/use-news.ts'
import { MessageToast } from './news/MessageToast.tsx'
import { useReadHere } from './push/use-read-here.dom.ts'
import { useSubscription } from './push/use-subscription.ts'
import { useWorkerWords } from './push/use-worker-words.dom.ts'

/** Draws little and does much: sounds, toasts, counters, and what the service worker and the server want of this page. */
export default function Notifier({ chat }: { chat: ChatId | null }) {
  useFocusWord(chat)
  useNews(chat)
  useCounters()
  useReadHere()
  useSubscription()
  useWorkerWords()
  return <MessageToast />
}
