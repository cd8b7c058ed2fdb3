import { useText } from '../../i18n/i18n.ts'
import { useAuth } from '../../stores/authStore.ts'
import QrCode from '../../ui/QrCode.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { LinkActions } from './LinkActions.tsx'
import css from './MyLinkSheet.module.css'
import { personLink } from '../../app/person-link.ts'

interface Props {
  onClose(): void
  onBack?: (() => void) | undefined
}

/** How others find me: a code to show, a link to send. */
export default function MyLinkSheet({ onClose, onBack }: Props) {
  const t = useText()
  const session = useAuth((state) => state.session)
  if (!session) return null
  const link = personLink(session.nickname)
  return (
    <Sheet
      title={t('people:link.title')}
      onClose={onClose}
      onBack={onBack}
      low
      footer={<LinkActions link={link} title={session.name} main />}
    >
      <div className={css.card}>
        <QrCode text={link} label={t('people:link.code')} />
        <bdi className={css.name}>{session.name}</bdi>
        <span className={css.link}>{link.replace(/^https?:\/\//, '')}</span>
      </div>
      <p className={css.note}>{t('people:link.hint')}</p>
    </Sheet>
  )
}
