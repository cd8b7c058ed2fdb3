import { IconUpload } from '@tabler/icons-react'
import { useRef } from 'react'
import { createPortal } from 'react-dom'
import { useText } from '../../../i18n/i18n.ts'
import css from './attach.module.css'
import { useDrop } from './use-drop.dom.ts'

/** Takes files that are dropped anywhere on the chat, and says so while they hang over it. */
export function DropZone({ take, more = false }: { take(files: File[]): void; more?: boolean }) {
  const t = useText()
  const anchor = useRef<HTMLSpanElement>(null)
  const pane = useDrop(anchor, take)
  return (
    <span ref={anchor} hidden>
      {pane &&
        createPortal(
          <div className={css.drop}>
            <IconUpload size={32} stroke={1.8} aria-hidden />
            {t(more ? 'media:attach.dropMore' : 'media:attach.drop')}
          </div>,
          pane,
        )}
    </span>
  )
}
