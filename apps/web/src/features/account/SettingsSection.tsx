import { ActionIcon } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense } from 'react'
import { loadLaterTexts, useText } from '../../i18n/i18n.ts'
import { DevicesSection } from '../devices/index.ts'
import { NotificationsSection } from '../notifications/index.ts'
import { StorageSection } from '../storage/index.ts'
import { AppearanceSection } from './AppearanceSection.tsx'
import { KeysSection } from './KeysSection.tsx'
import { LanguageSection } from './LanguageSection.tsx'
import { PrivacySection } from './PrivacySection.tsx'
import { ProfileSection } from './ProfileSection.tsx'
import css from '../../ui/Settings.module.css'
import { isSection, type SectionName } from './sections.ts'

const AccessSection = lazy(async () => {
  const [section] = await Promise.all([import('./access/AccessSection.tsx'), loadLaterTexts()])
  return section
})
const RecoverySection = lazy(async () => {
  const [section] = await Promise.all([import('./RecoverySection.tsx'), loadLaterTexts()])
  return section
})

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
  recovery: <RecoverySection />,
}

export function SettingsSection({ section, back }: { section: string; back: boolean }) {
  const t = useText()
  const navigate = useNavigate()
  const router = useRouter()
  const name = isSection(section) ? section : 'profile'
  const goBack = () =>
    router.history.canGoBack() ? router.history.back() : void navigate({ to: '/settings', replace: true })
  return (
    <main className={css.section}>
      <header className={css.header} data-back={back || undefined}>
        {back && (
          <ActionIcon aria-label={t('app:back')} onClick={goBack} data-pane-back>
            <IconArrowLeft size={23} stroke={1.8} aria-hidden />
          </ActionIcon>
        )}
        <h2 className={css.title} tabIndex={-1} data-pane-focus>
          {t(`account:${name}.title`)}
        </h2>
      </header>
      <div className={css.body}>
        <Suspense fallback={null}>{bodies[name]}</Suspense>
      </div>
    </main>
  )
}
