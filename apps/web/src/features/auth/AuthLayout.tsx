import type { ReactNode } from 'react'
import { useText } from '../../i18n/i18n.ts'
import css from './AuthLayout.module.css'
import { Feather } from './Feather.tsx'
import { LanguageSwitch } from './LanguageSwitch.tsx'

/** Ink and feather; the sheet (phone) or the right half (desktop) holds the form of the route. */
export function AuthLayout({ children }: { children: ReactNode }) {
  const t = useText()
  return (
    <div className={css.page}>
      <header className={css.ink}>
        <Feather className={css.art} />
        <div className={css.brand}>
          <img className={css.logo} src="/logo.svg" alt="" width={56} height={56} />
          <p className={css.wordmark}>{t('app:name')}</p>
          <p className={css.slogan}>{t('app:slogan')}</p>
        </div>
      </header>
      <main className={css.sheet}>
        <div className={css.form}>{children}</div>
        <LanguageSwitch />
      </main>
    </div>
  )
}
