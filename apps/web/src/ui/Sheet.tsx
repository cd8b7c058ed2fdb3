import { ActionIcon } from '@mantine/core'
import { IconArrowLeft, IconX } from '@tabler/icons-react'
import { type ReactNode, useEffectEvent, useId, useLayoutEffect, useRef } from 'react'
import { useText } from '../i18n/i18n.ts'
import css from './Sheet.module.css'
import { watchPull } from './sheet-pull.dom.ts'

interface Props {
  title: string
  onClose(): void
  /** One step back inside of the sheet. */
  onBack?: (() => void) | undefined
  children: ReactNode
  /** Stays below while the rest scrolls. */
  footer?: ReactNode
  /** Content decides the height; else it is tall, for lists that change. */
  low?: boolean
}

/** A task of its own: from below on a phone, in the middle on wider screens. The browser's dialog keeps and returns the focus. */
export function Sheet({ title, onClose, onBack, children, footer, low }: Props) {
  const t = useText()
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const head = useRef<HTMLElement>(null)
  const close = useEffectEvent(onClose)
  useLayoutEffect(() => {
    const element = dialog.current
    if (!element) return
    if (!element.open) element.showModal()
    // With a keyboard at hand one begins to write at once; on a phone a keyboard would cover the half of it.
    if (matchMedia('(pointer: fine)').matches) element.querySelector<HTMLElement>('[data-autofocus]')?.focus()
    const leave = (event: Event) => {
      // Escape, or a press beside the sheet.
      if (event.type === 'pointerdown' && event.target !== element) return
      event.preventDefault()
      close()
    }
    element.addEventListener('cancel', leave)
    element.addEventListener('pointerdown', leave)
    const letGo = head.current ? watchPull(element, head.current, close) : undefined
    return () => {
      element.removeEventListener('cancel', leave)
      element.removeEventListener('pointerdown', leave)
      letGo?.()
      // While it still stands in the page: only then the focus goes back.
      element.close()
    }
  }, [])
  return (
    <dialog ref={dialog} className={css.sheet} data-low={low || undefined} aria-labelledby={id}>
      <div className={css.inner}>
        <header className={css.header} ref={head}>
          {onBack && (
            <ActionIcon aria-label={t('app:back')} onClick={onBack}>
              <IconArrowLeft size={22} stroke={1.8} aria-hidden />
            </ActionIcon>
          )}
          <h2 className={css.title} id={id} data-back={onBack ? true : undefined}>
            {title}
          </h2>
          <ActionIcon aria-label={t('app:close')} onClick={onClose}>
            <IconX size={22} stroke={1.8} aria-hidden />
          </ActionIcon>
        </header>
        <div className={css.body}>{children}</div>
        {footer && <footer className={css.footer}>{footer}</footer>}
      </div>
    </dialog>
  )
}
