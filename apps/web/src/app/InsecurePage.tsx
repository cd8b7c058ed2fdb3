import { useLayoutEffect } from 'react'
import { useText } from '../i18n/i18n.ts'
import { endLaunch } from './launch.dom.ts'
import css from './InsecurePage.module.css'

/** Without a secure context browsers give no encryption: say so instead of failing later. */
export function InsecurePage() {
  const t = useText()
  useLayoutEffect(endLaunch, [])
  return (
    <main className={css.page}>
      <img src="/logo.svg" alt="" width={56} height={56} />
      <h1>{t('app:insecure.title')}</h1>
      <p>{t('app:insecure.lead')}</p>
    </main>
  )
}
