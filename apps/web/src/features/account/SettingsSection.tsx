import { lazy, type ReactNode, Suspense } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { DevicesSection } from '../devices/index.ts'
import { NotificationsSection } from '../notifications/index.ts'
import { StorageSection } from '../storage/index.ts'
import { AppearanceSection } from './AppearanceSection.tsx'
import { KeysSection } from './KeysSection.tsx'
import { LanguageSection } from './LanguageSection.tsx'
import { PrivacySection } from './PrivacySection.tsx'
import { ProfileSection } from './ProfileSection.tsx'
import { SectionPage } from '../../ui/SectionPage.tsx'
import { isSection, type SectionName } from './sections.ts'

// Their words come with this page's.
const AccessSection = lazy(() => import('./access/AccessSection.tsx'))
const KnownSection = lazy(() => import('./known/KnownSection.tsx'))
const RecoverySection = lazy(() => import('./RecoverySection.tsx'))

const bodies: Record<SectionName, ReactNode> = {
  profile: <ProfileSection />,
  privacy: <PrivacySection />,
  notifications: <NotificationsSection />,
  appearance: <AppearanceSection />,
  language: <LanguageSection />,
  keys: <KeysSection />,
  access: <AccessSection />,
  devices: <DevicesSection />,
  storage: <StorageSection />,
  known: <KnownSection />,
  recovery: <RecoverySection />,
}

export function SettingsSection({ section, back }: { section: string; back: boolean }) {
  const t = useText()
  const name = isSection(section) ? section : 'profile'
  return (
    <SectionPage title={t(`account:${name}.title`)} list="/settings" back={back}>
      <Suspense fallback={null}>{bodies[name]}</Suspense>
    </SectionPage>
  )
}
