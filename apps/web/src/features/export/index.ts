import { lazy } from 'react'
import { loadLaterTexts } from '../../i18n/i18n.ts'

/** Comes with its words when somebody wants a copy. */
export const ExportCard = lazy(async () => {
  const [card] = await Promise.all([import('./ExportCard.tsx'), loadLaterTexts()])
  return card
})
