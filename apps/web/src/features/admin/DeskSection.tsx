import type { ReactNode } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { SectionPage } from '../../ui/SectionPage.tsx'
import { AuditPage } from './AuditPage.tsx'
import { DoctorPage } from './DoctorPage.tsx'
import { InvitesPage } from './InvitesPage.tsx'
import { PeoplePage } from './PeoplePage.tsx'
import { PlacePage } from './PlacePage.tsx'
import { ReportsPage } from './ReportsPage.tsx'
import { type DeskSectionName, isDeskSection } from './sections.ts'

const bodies: Record<DeskSectionName, ReactNode> = {
  people: <PeoplePage />,
  reports: <ReportsPage />,
  invites: <InvitesPage />,
  place: <PlacePage />,
  doctor: <DoctorPage />,
  audit: <AuditPage />,
}

export function DeskSection({ section, back }: { section: string; back: boolean }) {
  const t = useText()
  const name = isDeskSection(section) ? section : 'people'
  return (
    <SectionPage title={t(`admin:${name}.title`)} list="/admin" back={back}>
      {bodies[name]}
    </SectionPage>
  )
}
