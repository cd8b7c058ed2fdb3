import type { MessageView } from '@soroka/client/types'
import { useText } from '../../../i18n/i18n.ts'
import { Sheet } from '../../../ui/Sheet.tsx'
import css from './dialogs.module.css'
import { PersonRow } from './PersonRow.tsx'

/** Who voted for what in an open poll. */
export default function VotersDialog({ message, onClose }: { message: MessageView; onClose(): void }) {
  const t = useText()
  const options = message.poll?.options.filter(({ votes }) => votes > 0) ?? []
  return (
    <Sheet title={t('messages:poll.who')} onClose={onClose}>
      {options.map((option, index) => (
        <section key={index}>
          <h3 className={css.heading}>{t('messages:poll.result', { option: option.text, count: option.votes })}</h3>
          {option.voters.map((user) => (
            <PersonRow key={user} user={user} chat={message.chat} />
          ))}
        </section>
      ))}
    </Sheet>
  )
}
