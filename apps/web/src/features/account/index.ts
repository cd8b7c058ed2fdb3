import { lazy } from 'react'
import { loadLaterTexts } from '../../i18n/i18n.ts'

export const SettingsList = lazy(async () => {
  const [{ SettingsList }] = await Promise.all([import('./SettingsList.tsx'), loadLaterTexts()])
  return { default: SettingsList }
})
export const SettingsSection = lazy(async () => {
  const [{ SettingsSection }] = await Promise.all([import('./SettingsSection.tsx'), loadLaterTexts()])
  return { default: SettingsSection }
})
