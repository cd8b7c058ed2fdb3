import { ActionIcon } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useNavigate, useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../../i18n/i18n.ts'
import css from '../../ui/Settings.module.css'
import { AuditPage } from './AuditPage.tsx'
import { DoctorPage } from './DoctorPage.tsx'
import { InvitesPage } from './InvitesPage.tsx'
import { PeoplePage } from './PeoplePage.tsx'
import { PlacePage } from './PlacePage.tsx'
import { type DeskSectionName, isDeskSection } from './sections.ts'

const bodies: Record<DeskSectionName, ReactNode> = {
  people: <PeoplePage />,
  invites: <InvitesPage />,
  place: <PlacePage />,
  doctor: <DoctorPage />,
  audit: <AuditPage />,
}

export function DeskSection({ section, back }: { section: string; back: boolean }) {
  const t = useText()
  const navigate = useNavigate()
  const router = useRouter()
  const name = isDeskSection(section) ? section : 'people'
  const goBack = () =>
    router.history.canGoBack() ? router.history.back() : void navigate({ to: '/admin', replace: true })
  return (
    <main className={css.section}>
      <header className={css.header} data-back={back || undefined}>
        {back && (
          <ActionIcon aria-label={t('app:back')} onClick={goBack} data-pane-back>
            <IconArrowLeft size={23} stroke={1.8} aria-hidden />
          </ActionIcon>
        )}
        <h2 className={css.title} tabIndex={-1} data-pane-focus>
          {t(`admin:${name}.title`)}
        </h2>
      </header>
      <div className={css.body}>{bodies[name]}</div>
    </main>
  )
}
