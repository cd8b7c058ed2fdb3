import { UnstyledButton } from '@mantine/core'
import type { MessageView } from '@soroka/client/types'
import { engine } from '../../engine/engine.ts'
import { errorText } from '../../i18n/error-text.ts'
import { useText } from '../../i18n/i18n.ts'
import css from './FailedLine.module.css'

/** Under a message that did not go: it keeps its text, and the person chooses. */
export function FailedLine({ message }: { message: MessageView }) {
  const t = useText()
  return (
    <p className={css.line}>
      {message.failure !== undefined && (
        <span className={css.why}>
          {/* R7: a block answers like a privacy setting, here too. */}
          {message.failure === 'NOT_ACCEPTING'
            ? t('messages:notReceived')
            : errorText({ code: message.failure, data: { device: message.files !== undefined } })}
        </span>
      )}
      <UnstyledButton className={css.retry} onClick={() => void engine.messages.retry(message.chat, message.id)}>
        {t('messages:retry')}
      </UnstyledButton>
      <UnstyledButton className={css.discard} onClick={() => void engine.messages.discard(message.chat, message.id)}>
        {t('messages:discard')}
      </UnstyledButton>
    </p>
  )
}
