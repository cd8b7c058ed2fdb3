import { ActionIcon } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useText } from '../../i18n/i18n.ts'
import { JoinCard } from './JoinCard.tsx'
import css from './DoorPage.module.css'
import { PersonPage } from './PersonPage.tsx'

/** Where a link leads that somebody was given: to a group's card, or to a person. */
export default function DoorPage() {
  const t = useText()
  const navigate = useNavigate()
  const { nickname } = useParams({ strict: false })
  const home = () => void navigate({ to: '/', replace: true })
  return (
    <main className={css.page}>
      <header className={css.header}>
        <ActionIcon aria-label={t('app:back')} onClick={home} data-pane-back>
          <IconArrowLeft size={23} stroke={1.8} aria-hidden />
        </ActionIcon>
      </header>
      <div className={css.card}>
        {nickname === undefined ? (
          <JoinCard onHome={home} />
        ) : (
          <PersonPage key={nickname} nickname={nickname.toLowerCase()} onHome={home} />
        )}
      </div>
    </main>
  )
}
