import { IconAlertCircle } from '@tabler/icons-react'
import { errorText } from '../../i18n/error-text.ts'
import css from '../../ui/Form.module.css'
import type { Failure } from './use-submit.ts'

/** Why the form was not accepted, spoken when it appears. */
export function FormFailure({ failure }: { failure: Failure | null }) {
  return (
    <div role="alert" className={css.alert}>
      {failure && (
        <p className={css.failure}>
          <IconAlertCircle size={18} aria-hidden />
          <span>{errorText(failure)}</span>
        </p>
      )}
    </div>
  )
}
