import { useEffect } from 'react'
import { useText } from '../i18n/i18n.ts'
import { setPageTitle } from './page-title.dom.ts'

/** Names the tab after the screen: "Sign in · Soroka"; null: something else on the screen names it. */
export function usePageTitle(title: string | null): void {
  const t = useText()
  const name = t('app:name')
  useEffect(() => {
    if (title !== null) setPageTitle(title === '' ? name : `${title} · ${name}`)
  }, [title, name])
}
