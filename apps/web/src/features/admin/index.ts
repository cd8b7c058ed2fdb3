import { lazy } from 'react'
import { loadDeskTexts } from '../../i18n/i18n.ts'

// The desk loads when it is opened, its words too.
export const DeskList = lazy(async () => {
  const [{ DeskList: list }] = await Promise.all([import('./DeskList.tsx'), loadDeskTexts()])
  return { default: list }
})
export const DeskSection = lazy(async () => {
  const [{ DeskSection: section }] = await Promise.all([import('./DeskSection.tsx'), loadDeskTexts()])
  return { default: section }
})
export const InviteFirst = lazy(async () => ({ default: (await import('./InviteFirst.tsx')).InviteFirst }))
