import { ActionIcon, UnstyledButton, useMantineColorScheme } from '@mantine/core'
import { IconChevronRight, IconLogout, IconQrcode } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import { usePageTitle } from '../../app/use-page-title.ts'
import { useLanguage, useText } from '../../i18n/i18n.ts'
import { useAuth } from '../../stores/authStore.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import rows from '../../ui/IconRows.module.css'
import pane from '../../ui/ListPane.module.css'
import { useDevices } from '../devices/index.ts'
import { useNow } from '../../ui/use-now.ts'
import { MyLinkSheet, statusText } from '../people/index.ts'
import { DeskRow } from './DeskRow.tsx'
import { InstallRow } from './InstallRow.tsx'
import css from './SettingsList.module.css'
import { SignOutDialog } from './SignOutDialog.tsx'
import { cards } from './sections.ts'
import { useAccount } from './use-account.ts'

export function SettingsList({ current }: { current: string | null }) {
  const t = useText()
  const language = useLanguage()
  const { colorScheme } = useMantineColorScheme()
  const session = useAuth((state) => state.session)
  const waiting = useAuth((state) => state.recoveryKey !== null)
  const { devices } = useDevices()
  const { account } = useAccount()
  const status = statusText(account?.status ? { status: account.status } : undefined, useNow())
  const [leaving, setLeaving] = useState(false)
  const [link, setLink] = useState(false)
  usePageTitle(t('account:title'))
  const values: Record<string, string> = {
    appearance: t(`account:scheme.${colorScheme}`).toLocaleLowerCase(language),
    language: language === 'ru' ? 'Русский' : 'English',
    devices: devices === undefined ? '' : String(devices.length),
    recovery: waiting ? t('account:recovery.waiting') : '',
  }
  return (
    <section className={pane.pane} aria-label={t('account:title')}>
      <header className={pane.header}>
        <h1 className={pane.title}>{t('account:title')}</h1>
        <ActionIcon aria-label={t('people:link.title')} onClick={() => setLink(true)}>
          <IconQrcode size={23} stroke={1.8} aria-hidden />
        </ActionIcon>
      </header>
      <div className={rows.scroll}>
        {session && (
          <Link
            to="/settings/$section"
            params={{ section: 'profile' }}
            className={css.me}
            aria-current={current === 'profile' ? 'page' : undefined}
          >
            <Avatar id={session.user} name={session.name} size="lg" />
            <span className={css.names}>
              <span className={css.name}>
                <bdi>{session.name}</bdi>
              </span>
              <span className={css.nickname}>{`@${session.nickname}`}</span>
              {status ? (
                <span className={css.status}>{status}</span>
              ) : (
                <span className={css.email}>{session.email}</span>
              )}
            </span>
            <IconChevronRight size={19} stroke={1.8} className={rows.chevron} aria-hidden />
          </Link>
        )}
        <nav aria-label={t('account:title')}>
          {cards.map((card) => (
            <div key={card[0].name} className={rows.card}>
              {card.map(({ name, icon: Icon }) => (
                <Link
                  key={name}
                  to="/settings/$section"
                  params={{ section: name }}
                  className={rows.row}
                  aria-current={current === name ? 'page' : undefined}
                >
                  <span className={rows.icon}>
                    <Icon size={21} stroke={1.8} aria-hidden />
                  </span>
                  <span className={rows.label}>{t(`account:${name}.title`)}</span>
                  {values[name] && <span className={rows.value}>{values[name]}</span>}
                  <IconChevronRight size={19} stroke={1.8} className={rows.chevron} aria-hidden />
                </Link>
              ))}
            </div>
          ))}
        </nav>
        <div className={rows.card}>
          <DeskRow />
          <InstallRow />
          <UnstyledButton className={rows.row} data-danger onClick={() => setLeaving(true)}>
            <span className={rows.icon}>
              <IconLogout size={21} stroke={1.8} aria-hidden />
            </span>
            <span className={rows.label}>{t('account:signOut.action')}</span>
          </UnstyledButton>
        </div>
        <p className={rows.foot}>{`${t('app:name')} ${import.meta.env.SOROKA_RELEASE} · ${location.host}`}</p>
      </div>
      <Suspense fallback={null}>{link && <MyLinkSheet onClose={() => setLink(false)} />}</Suspense>
      <SignOutDialog opened={leaving} onClose={() => setLeaving(false)} />
    </section>
  )
}
