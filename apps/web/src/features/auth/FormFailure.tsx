import { IconAlertCircle } from '@tabler/icons-react'
import { errorText } from '../../i18n/error-text.ts'
import css from '../../ui/Form.module.css'
import type { Failure } from './use-submit.ts'

/** Why the form was not accepted, spoken when it appears. */
export function FormFailure({ failure, words = errorText }: { failure: Failure | null; words?: typeof errorText }) {
  return (
    <div role="alert" className={css.alert}>
      {failure && (
        <p className={css.failure}>
          <IconAlertCircle size={18} aria-hidden />
          <span>{words(failure)}</span>
        </p>
      )}
    </div>
  )
}
