import { type ReactNode, useLayoutEffect } from 'react'
import { endLaunch } from '../../app/launch.dom.ts'
import { useText } from '../../i18n/i18n.ts'
import css from './AuthLayout.module.css'
import { Feather } from './Feather.tsx'
import { LanguageSwitch } from './LanguageSwitch.tsx'

/** Ink and feather, whose looks stand in theme/brand.css; the sheet (phone) or the right half (desktop) holds the form of the route. */
export function AuthLayout({ children }: { children: ReactNode }) {
  const t = useText()
  useLayoutEffect(endLaunch, [])
  return (
    <div className="brand-page">
      <header className="brand-ink">
        <Feather className={css.art} />
        <div className="brand">
          <img className="brand-logo" src="/logo.svg" alt="" width={56} height={56} />
          <p className="brand-wordmark">{t('app:name')}</p>
          <p className="brand-slogan">{t('app:slogan')}</p>
        </div>
      </header>
      <main className="brand-sheet">
        <div className={css.form}>{children}</div>
        <LanguageSwitch />
      </main>
    </div>
  )
}
