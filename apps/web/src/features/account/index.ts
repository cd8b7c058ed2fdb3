export { SettingsList } from './SettingsList.tsx'
export { SettingsSection } from './SettingsSection.tsx'
