import { useEffect } from 'react'
import { useText } from '../i18n/i18n.ts'
import { setPageTitle } from './page-title.dom.ts'

/** Names the tab after the screen: "Sign in · Soroka". */
export function usePageTitle(title: string): void {
  const t = useText()
  const name = t('app:name')
  useEffect(() => {
    setPageTitle(title === '' ? name : `${title} · ${name}`)
  }, [title, name])
}
