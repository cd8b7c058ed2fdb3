import { lazy } from 'react'
import { loadLaterTexts } from '../../i18n/i18n.ts'

export { keepFilesTidy } from './keep-files.dom.ts'
export const StorageSection = lazy(async () => {
  const [section] = await Promise.all([import('./StorageSection.tsx'), loadLaterTexts()])
  return section
})
