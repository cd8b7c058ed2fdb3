import { lazy } from 'react'
import { loadLaterTexts } from '../../i18n/i18n.ts'

export const InstallSheet = lazy(async () => {
  const [sheet] = await Promise.all([import('./InstallSheet.tsx'), loadLaterTexts()])
  return sheet
})
