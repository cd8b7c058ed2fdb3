import type { EndReason } from '@soroka/client/types'
import { useText } from '../../i18n/i18n.ts'
import css from '../../ui/Form.module.css'
import { useContact } from './use-contact.ts'

/** Why the last session ended, in one line; of a suspension also where one can ask. */
export function EndedNotice({ reason }: { reason: EndReason }) {
  const t = useText()
  const contact = useContact(reason === 'suspended')
  return (
    <p className={css.notice} role="status">
      {contact === '' ? t(`auth:ended.${reason}`) : t('auth:ended.suspendedContact', { contact })}
    </p>
  )
}
