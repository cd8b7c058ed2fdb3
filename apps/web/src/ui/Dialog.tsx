import { type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import css from './Confirm.module.css'

interface Props {
  title: string
  text?: string
  onClose(): void
  children: ReactNode
}

/** A small window over the page, with its own fields; Escape closes it, and the focus goes back to where it was. */
export function Dialog({ title, text, onClose, children }: Props) {
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const element = dialog.current
    if (element && !element.open) element.showModal()
    element?.querySelector<HTMLElement>('[data-autofocus]')?.focus()
    return () => element?.close()
  }, [])
  return (
    <dialog
      ref={dialog}
      className={css.dialog}
      aria-labelledby={`${id}-title`}
      {...(text === undefined ? {} : { 'aria-describedby': `${id}-text` })}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <h2 id={`${id}-title`} className={css.title}>
        {title}
      </h2>
      {text !== undefined && (
        <p id={`${id}-text`} className={css.text}>
          {text}
        </p>
      )}
      {children}
    </dialog>
  )
}
