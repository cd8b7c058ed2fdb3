import { lazy } from 'react'

export const SettingsList = lazy(async () => ({ default: (await import('./SettingsList.tsx')).SettingsList }))
export const SettingsSection = lazy(async () => ({ default: (await import('./SettingsSection.tsx')).SettingsSection }))
