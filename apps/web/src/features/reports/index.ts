import { lazy } from 'react'
import { loadLaterTexts } from '../../i18n/i18n.ts'

// Few people ever report anything: the sheet and its words come when it is opened.
export const ReportSheet = lazy(async () => {
  const [{ ReportSheet: sheet }] = await Promise.all([import('./ReportSheet.tsx'), loadLaterTexts()])
  return { default: sheet }
})
