import type { ChatView } from '@soroka/client/types'
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef } from 'react'
import { engine } from '../../../engine/engine.ts'
import { hint } from '../../../engine/hint.ts'
import type { FeedPlace } from './feed-place.dom.ts'
import type { Row } from './rows.ts'

/** px of the last row that must be seen for it to count as read. */
const seen = 24

interface Options {
  chat: ChatView
  place: RefObject<FeedPlace | null>
  drawn: RefObject<{ rows: Row[]; start: number }>
  lastKey: string | undefined
}

function lastSeq(rows: Row[], from: number): number {
  for (let index = Math.min(from, rows.length - 1); index >= 0; index--) {
    const row = rows[index]
    if (row?.kind === 'message' && row.message.seq !== undefined) return row.message.seq
  }
  return 0
}

/** Moves the read mark to the lowest row that stood on a visible screen. @returns what looks at the screen once more */
export function useReadMark({ chat, place, drawn, lastKey }: Options): () => void {
  const reported = useRef(0)
  const latest = useRef(chat)
  useLayoutEffect(() => {
    latest.current = chat
  })
  const report = useCallback(() => {
    const { id, unread, ownRead } = latest.current
    if (!place.current || unread === 0 || document.visibilityState !== 'visible') return
    const seq = lastSeq(drawn.current.rows, drawn.current.start + place.current.rowAt(place.current.height - seen))
    if (seq <= Math.max(reported.current, ownRead)) return
    reported.current = seq
    hint(engine.chats.markRead(id, seq))
  }, [place, drawn])
  // The count of unread messages may come after the message itself.
  useEffect(report, [lastKey, chat.unread, report])
  useEffect(() => {
    addEventListener('focus', report)
    document.addEventListener('visibilitychange', report)
    return () => {
      removeEventListener('focus', report)
      document.removeEventListener('visibilitychange', report)
    }
  }, [report])
  return report
}
