import type { ChatView, MessageView } from '@soroka/client/types'
import { IconArrowBackUp, IconLink, IconPencil } from '@tabler/icons-react'
import { useText } from '../../../i18n/i18n.ts'
import { jumpTo } from '../jump.ts'
import { nameOf } from '../../../ui/names.ts'
import { summary } from '../summary.ts'
import { TopRow } from './TopRow.tsx'
import type { useLinkPreview } from './use-link-preview.ts'

interface Props {
  chat: ChatView
  edit: MessageView | null
  reply: MessageView | null
  link: ReturnType<typeof useLinkPreview>
  onCancel(): void
}

const icon = { size: 22, stroke: 1.8 }

/** What is edited or answered, and the card of a link. */
export function TopRows({ chat, edit, reply, link, onCancel }: Props) {
  const t = useText()
  return (
    <>
      {edit && (
        <TopRow
          icon={<IconPencil {...icon} />}
          title={t('messages:editing')}
          text={summary(edit, t)}
          closeLabel={t('messages:cancelEdit')}
          onOpen={() => jumpTo(chat.id, edit.id)}
          onClose={onCancel}
        />
      )}
      {reply && (
        <TopRow
          icon={<IconArrowBackUp {...icon} />}
          title={t('messages:replyTo', { name: nameOf(reply.sender, chat.id, t) })}
          text={summary(reply, t)}
          closeLabel={t('messages:cancelReply')}
          onOpen={() => jumpTo(chat.id, reply.id)}
          onClose={onCancel}
        />
      )}
      {(link.preview ?? link.looking) && (
        <TopRow
          icon={<IconLink {...icon} />}
          title={link.preview ? link.preview.site : t('messages:previews.looking')}
          text={link.preview?.title ?? ''}
          closeLabel={t('messages:previews.drop')}
          onClose={link.refuse}
        />
      )}
    </>
  )
}
