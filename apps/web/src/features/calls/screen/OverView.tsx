import { Button } from '@mantine/core'
import { IconMessageCircle, IconPhone } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useText } from '../../../i18n/i18n.ts'
import { useChats } from '../../../stores/chatStore.ts'
import type { CallOver, OwnCall } from '../../../stores/callStore.ts'
import { ChatAvatar } from '../../../ui/ChatAvatar.tsx'
import { joinCall, startCall, withCall } from '../calling.ts'
import { useCallTitle } from '../names.ts'
import css from './OverView.module.css'

/** After these one may want to try once more, or to write. */
const tryAgain: CallOver[] = ['no_answer', 'busy', 'declined', 'failed']
const icon = { size: 20, stroke: 1.8, 'aria-hidden': true }

/** How the call ended, in words, and what can be done now. */
export function OverView({ call, over }: { call: OwnCall; over: CallOver }) {
  const t = useText()
  const navigate = useNavigate()
  const { state } = call
  const chat = useChats(({ chats }) => chats[state.chat])
  const title = useCallTitle(state.chat)
  const direct = chat?.kind === 'direct'
  const dismiss = () => withCall((controls) => controls.dismiss())
  return (
    <div className={css.over}>
      {chat && <ChatAvatar chat={chat} size="xl" presence={false} />}
      <h1 className={css.name}>
        <bdi>{title}</bdi>
      </h1>
      <p className={css.words} role="status">
        {t(`calls:over.${over}`)}
      </p>
      <div className={css.actions}>
        {direct && tryAgain.includes(over) && (
          <>
            <Button
              leftSection={<IconPhone {...icon} />}
              onClick={() => void dismiss().then(() => startCall(state.chat, state.video))}
            >
              {t('calls:over.again')}
            </Button>
            <Button
              variant="default"
              className={css.quiet ?? ''}
              leftSection={<IconMessageCircle {...icon} />}
              onClick={() => {
                void dismiss()
                void navigate({ to: '/c/$chatId', params: { chatId: state.chat } })
              }}
            >
              {t('calls:over.write')}
            </Button>
          </>
        )}
        {over === 'elsewhere' && (
          <Button onClick={() => joinCall(state.id, call.media.video, true)}>{t('calls:over.takeHere')}</Button>
        )}
        <Button variant="subtle" className={css.close ?? ''} onClick={() => void dismiss()} data-autofocus>
          {t('calls:over.close')}
        </Button>
      </div>
    </div>
  )
}
