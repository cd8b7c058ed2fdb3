import { useEffect } from 'react'
import { useText } from '../i18n/i18n.ts'

/** Names the tab after the screen: "Sign in · Soroka". */
export function usePageTitle(title: string): void {
  const t = useText()
  const name = t('app:name')
  useEffect(() => {
    document.title = title === '' ? name : `${title} · ${name}`
  }, [title, name])
}
