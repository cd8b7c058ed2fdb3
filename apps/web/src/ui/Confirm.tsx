import { Button } from '@mantine/core'
import { useLayoutEffect, useRef } from 'react'
import { useText } from '../i18n/i18n.ts'
import css from './Confirm.module.css'
import type { Question } from './layer-store.ts'

export default function Confirm({ question }: { question: Question }) {
  const t = useText()
  const dialog = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const element = dialog.current
    if (element && !element.open) element.showModal()
    return () => element?.close()
  }, [])
  return (
    <dialog
      ref={dialog}
      className={css.dialog}
      role="alertdialog"
      aria-labelledby="question-title"
      aria-describedby="question-text"
      onCancel={(event) => {
        event.preventDefault()
        question.answer(false)
      }}
    >
      <h2 id="question-title" className={css.title}>
        {question.title}
      </h2>
      <p id="question-text" className={css.text}>
        {question.text}
      </p>
      <div className={css.actions}>
        <Button variant="default" onClick={() => question.answer(false)}>
          {question.refuse ?? t('app:cancel')}
        </Button>
        <Button {...(question.danger ? { color: 'danger' } : {})} onClick={() => question.answer(true)}>
          {question.confirm}
        </Button>
      </div>
    </dialog>
  )
}
