import { UnstyledButton } from '@mantine/core'
import type { CallRecord } from '@soroka/client/types'
import { IconPhone, IconPhoneX, IconVideo } from '@tabler/icons-react'
import { useLanguage, useText } from '../../../i18n/i18n.ts'
import { useChats } from '../../../stores/chatStore.ts'
import { clock } from '../../../ui/time.ts'
import { startCall } from '../calling.ts'
import { mayCall } from '../may-call.ts'
import { openPreview } from '../preview/open-preview.ts'
import { spanText } from '../use-timer.ts'
import css from './CallLine.module.css'
import { lineWords, recordKind } from './record-words.ts'

const icon = { size: 16, stroke: 1.8, 'aria-hidden': true }

/** A call between messages: how it ended, how long it went; a press calls again. */
export function CallLine({ call }: { call: CallRecord }) {
  const t = useText()
  const language = useLanguage()
  const chat = useChats((state) => state.chats[call.chat])
  const missed = recordKind(call) === 'missed'
  const Icon = missed ? IconPhoneX : call.video ? IconVideo : IconPhone
  const again = () => (chat?.kind === 'group' ? openPreview({ chat: call.chat }) : startCall(call.chat, call.video))
  return (
    <p className={css.line}>
      <UnstyledButton
        className={css.call}
        data-missed={missed || undefined}
        disabled={!chat || !mayCall(chat)}
        title={t('calls:line.again')}
        onClick={again}
      >
        <Icon {...icon} />
        {lineWords(call, spanText(call.duration), t)}
        <time className={css.time}>{clock(call.at, language)}</time>
      </UnstyledButton>
    </p>
  )
}
