import { Button, TextInput } from '@mantine/core'
import { lazy, Suspense, useRef, useState } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import page from '../../../ui/Settings.module.css'
import { FormFailure, linkFailure, useSubmit } from '../../auth/index.ts'
import css from './linking.module.css'

const Scanner = lazy(() => import('./Scanner.tsx'))

/** By the camera, or pasted where there is none. */
export function CodeStep({ onCode }: { onCode(code: string): Promise<void> }) {
  const t = useText()
  const [code, setCode] = useState('')
  const tried = useRef('')
  const { busy, failure, submit, forgive } = useSubmit(onCode)
  const scanned = (text: string) => {
    // The camera sees the same code ten times a second.
    if (text === tried.current) return
    tried.current = text
    submit(text)
  }
  return (
    <form
      className={css.body}
      onSubmit={(event) => {
        event.preventDefault()
        submit(code)
      }}
    >
      <p className={page.note}>{t('link:lead')}</p>
      <Suspense fallback={<div className={css.camera} />}>
        <Scanner onCode={scanned} />
      </Suspense>
      <TextInput
        label={t('link:paste')}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={code}
        onChange={(event) => {
          setCode(event.currentTarget.value)
          forgive()
        }}
      />
      <FormFailure failure={failure} words={linkFailure} />
      <Button type="submit" loading={busy} disabled={code.trim() === ''}>
        {t('link:look')}
      </Button>
    </form>
  )
}
