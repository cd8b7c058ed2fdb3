import { ActionIcon } from '@mantine/core'
import type { ChatView } from '@soroka/client/types'
import { IconPhone, IconVideo } from '@tabler/icons-react'
import { useText } from '../../../i18n/i18n.ts'
import { useCalls } from '../../../stores/callStore.ts'
import { startCall } from '../calling.ts'
import { mayCall } from '../may-call.ts'
import { openPreview } from '../preview/open-preview.ts'

const icon = { size: 23, stroke: 1.8, 'aria-hidden': true }

/** In the header of a chat: a person is called at once, with or without a picture; before a group one looks at oneself. */
export function StartButtons({ chat }: { chat: ChatView }) {
  const t = useText()
  const busy = useCalls(({ own }) => own !== null && own.over === null)
  if (!mayCall(chat) || busy) return null
  if (chat.kind === 'group')
    return (
      <ActionIcon aria-label={t('calls:group')} onClick={() => openPreview({ chat: chat.id })}>
        <IconPhone {...icon} />
      </ActionIcon>
    )
  return (
    <>
      <ActionIcon aria-label={t('calls:audio')} onClick={() => startCall(chat.id, false)}>
        <IconPhone {...icon} />
      </ActionIcon>
      <ActionIcon aria-label={t('calls:video')} onClick={() => startCall(chat.id, true)}>
        <IconVideo {...icon} />
      </ActionIcon>
    </>
  )
}
