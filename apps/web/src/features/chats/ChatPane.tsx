import type { ChatId } from '@soroka/protocol'
import { Suspense } from 'react'
import { ChatWindow, openDialog } from '../messages/index.ts'
import { SeekBar } from '../search/index.ts'
import css from './ChatPane.module.css'

interface Props {
  id: ChatId
  back: boolean
  infoOpen: boolean
  seeking: boolean
}

/** A chat, and its search in the place of its header while it is asked for. */
export default function ChatPane({ id, back, infoOpen, seeking }: Props) {
  return (
    <div className={css.pane}>
      <ChatWindow key={id} id={id} back={back} infoOpen={infoOpen} />
      {seeking && (
        <Suspense fallback={null}>
          <SeekBar key={id} id={id} onDate={() => openDialog({ kind: 'date' })} />
        </Suspense>
      )}
    </div>
  )
}
