import { Button } from '@mantine/core'
import { useLayoutEffect } from 'react'
import { useText } from '../i18n/i18n.ts'
import { endLaunch } from './launch.dom.ts'
import css from './InsecurePage.module.css'

/** A screen that could not be drawn, or an address that leads nowhere. */
export function BrokenPage() {
  const t = useText()
  useLayoutEffect(endLaunch, [])
  return (
    <main className={css.page}>
      <img src="/logo.svg" alt="" width={56} height={56} />
      <h1>{t('app:broken.title')}</h1>
      <p>{t('app:broken.lead')}</p>
      <Button component="a" href="/">
        {t('app:broken.reload')}
      </Button>
    </main>
  )
}
