import type { ChatView, MessageView } from '@soroka/client/types'
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconChartBarOff,
  IconCircleCheck,
  IconCopy,
  IconFlag,
  IconInfoCircle,
  IconMessages,
  IconPencil,
  IconPin,
  IconPinnedOff,
  IconTrash,
} from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { engine } from '../../../engine/engine.ts'
import { act } from '../../../ui/act.ts'
import { toastStore } from '../../../ui/toast-store.ts'
import { may } from '../may.ts'
import { keepItems } from './keep-items.tsx'
import { shareItem } from './share-item.tsx'
import { openDialog, openThread, replyTo, startEdit, toggleSelected } from '../ui-store.ts'

export interface Item {
  name: string
  label: string
  icon: ReactNode
  danger?: boolean
  run(): void
}

const icon = { size: 22, stroke: 1.8, 'aria-hidden': true }

/** What may be done with a message, in the order of the design; deleting stands last. */
export function menuItems(chat: ChatView, message: MessageView, inThread: boolean, t: TFunction): Item[] {
  const allowed = may(chat, message)
  const say = (text: string) => toastStore.getState().show({ kind: 'plain', text })
  const { id } = message
  const items: (Item | false)[] = [
    allowed.reply && {
      name: 'reply',
      label: t('messages:reply'),
      icon: <IconArrowBackUp {...icon} />,
      run: () => replyTo(message),
    },
    allowed.edit && {
      name: 'edit',
      label: t('messages:edit'),
      icon: <IconPencil {...icon} />,
      run: () => startEdit(message),
    },
    allowed.copy && {
      name: 'copy',
      label: t('messages:copy'),
      icon: <IconCopy {...icon} />,
      run: () => void navigator.clipboard.writeText(message.text).then(() => say(t('messages:copied'))),
    },
    allowed.forward && {
      name: 'forward',
      label: t('messages:forward'),
      icon: <IconArrowForwardUp {...icon} />,
      run: () => openDialog({ kind: 'forward', messages: [message] }),
    },
    allowed.forward && shareItem(message, t),
    ...keepItems(message, t),
    allowed.pin && {
      name: 'pin',
      label: t(message.pinned ? 'messages:unpin' : 'messages:pin'),
      icon: message.pinned ? <IconPinnedOff {...icon} /> : <IconPin {...icon} />,
      run: () => void act(engine.messages.pin(chat.id, id, !message.pinned)),
    },
    allowed.thread &&
      !inThread && {
        name: 'thread',
        label: t('messages:thread'),
        icon: <IconMessages {...icon} />,
        run: () => openThread(id),
      },
    allowed.closePoll && {
      name: 'closePoll',
      label: t('messages:poll.close'),
      icon: <IconChartBarOff {...icon} />,
      run: () => void act(engine.messages.closePoll(chat.id, id)),
    },
    allowed.info && {
      name: 'info',
      label: t('messages:info.open'),
      icon: <IconInfoCircle {...icon} />,
      run: () => openDialog({ kind: 'info', message }),
    },
    allowed.select &&
      !inThread && {
        name: 'select',
        label: t('messages:select'),
        icon: <IconCircleCheck {...icon} />,
        run: () => toggleSelected(message),
      },
    allowed.discard && {
      name: 'discard',
      label: t('messages:discard'),
      icon: <IconTrash {...icon} />,
      danger: true,
      run: () => void act(engine.messages.discard(chat.id, id)),
    },
    allowed.report && {
      name: 'report',
      label: t('messages:report'),
      icon: <IconFlag {...icon} />,
      run: () => openDialog({ kind: 'report', message }),
    },
    allowed.deleteForMe && {
      name: 'delete',
      label: t('messages:delete'),
      icon: <IconTrash {...icon} />,
      danger: true,
      run: () => openDialog({ kind: 'delete', messages: [message] }),
    },
  ]
  return items.filter((item) => item !== false)
}
