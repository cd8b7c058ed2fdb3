import { ActionIcon } from '@mantine/core'
import { IconArrowLeft, IconChevronRight } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { usePageTitle } from '../../app/use-page-title.ts'
import { useText } from '../../i18n/i18n.ts'
import panel from '../../ui/Panel.module.css'
import pane from '../../ui/ListPane.module.css'
import rows from '../../ui/IconRows.module.css'
import { deskSections } from './sections.ts'
import { useOpenReports } from './use-open-reports.ts'
import { useRole } from './use-role.ts'

/** The pages of the desk; behind it stand the settings. */
export function DeskList({ current, back }: { current: string | null; back: boolean }) {
  const t = useText()
  const role = useRole()
  const waiting = useOpenReports(role !== undefined && role !== 'member')
  usePageTitle(t('admin:title'))
  const shown = deskSections.filter(({ roles }) => (roles as readonly string[]).includes(role ?? 'member'))
  return (
    <section className={pane.pane} aria-label={t('admin:title')}>
      <header className={pane.header} data-back={back || undefined}>
        {back && (
          <ActionIcon component={Link} to="/settings" aria-label={t('app:back')} data-pane-back>
            <IconArrowLeft size={23} stroke={1.8} aria-hidden />
          </ActionIcon>
        )}
        <h1 className={pane.title} tabIndex={-1} data-pane-focus>
          {t('admin:title')}
        </h1>
      </header>
      <div className={rows.scroll}>
        {role === 'member' && <p className={pane.note}>{t('admin:notYours')}</p>}
        {shown.length > 0 && (
          <nav className={rows.card} aria-label={t('admin:title')}>
            {shown.map(({ name, icon: Icon }) => (
              <Link
                key={name}
                to="/admin/$section"
                params={{ section: name }}
                className={rows.row}
                aria-current={current === name ? 'page' : undefined}
              >
                <span className={rows.icon}>
                  <Icon size={21} stroke={1.8} aria-hidden />
                </span>
                <span className={rows.label}>{t(`admin:${name}.title`)}</span>
                {name === 'reports' && waiting > 0 && (
                  <span
                    className={panel.badge}
                    data-kind="owner"
                    role="img"
                    aria-label={t('admin:reports.waiting', { count: waiting })}
                  >
                    {waiting}
                  </span>
                )}
                <IconChevronRight size={19} stroke={1.8} className={rows.chevron} aria-hidden />
              </Link>
            ))}
          </nav>
        )}
        <p className={rows.foot}>{t('admin:noChats')}</p>
      </div>
    </section>
  )
}
