import { lazy } from 'react'
import { loadLaterTexts } from '../../i18n/i18n.ts'

export { useDevices } from './use-devices.ts'
export const DevicesSection = lazy(async () => {
  const [section] = await Promise.all([import('./DevicesSection.tsx'), loadLaterTexts()])
  return section
})
