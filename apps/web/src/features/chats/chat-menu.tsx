import type { ChatView } from '@soroka/client/types'
import {
  IconArchive,
  IconArchiveOff,
  IconArrowDown,
  IconArrowUp,
  IconBell,
  IconBellOff,
  IconBrush,
  IconCircleDot,
  IconFolder,
  IconFolderPlus,
  IconLogout,
  IconMessageCheck,
  IconPin,
  IconPinnedOff,
  IconTrash,
} from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { chatStore } from '../../stores/chatStore.ts'
import type { MenuItem } from '../../ui/layer-store.ts'
import {
  clearChat,
  deleteChat,
  movePin,
  mute,
  muteTimes,
  pinnedChats,
  setInFolder,
  toggleArchive,
  togglePin,
  toggleUnread,
} from '../chat-actions/index.ts'
import { isMuted, isUnread } from '../../stores/chat-state.ts'
import { inFolder } from './folder-filter.ts'
import { openFolders } from '../../stores/sheetStore.ts'

const size = { size: 20, stroke: 1.8 }

function muteItem(chat: ChatView, t: TFunction): MenuItem {
  if (isMuted(chat, Date.now()))
    return { label: t('chats:unmute'), icon: <IconBell {...size} />, run: () => mute(chat, 0) }
  return {
    label: t('chats:mute.title'),
    icon: <IconBellOff {...size} />,
    items: muteTimes.map(({ name, until }) => ({ label: t(`chats:mute.${name}`), run: () => mute(chat, until()) })),
  }
}

function folderItem(chat: ChatView, t: TFunction): MenuItem {
  const choices = chatStore.getState().folders.map((folder): MenuItem => {
    const inside = inFolder(folder, chat, Date.now())
    return { label: folder.name, checked: inside, run: () => setInFolder(folder, chat.id, !inside) }
  })
  return {
    label: t('chats:folder.addTo'),
    icon: <IconFolder {...size} />,
    items: [
      ...choices,
      {
        label: t('chats:folder.new'),
        icon: <IconFolderPlus {...size} />,
        run: () => openFolders({ id: null, chats: [chat.id] }),
      },
    ],
  }
}

function pinItems(chat: ChatView, t: TFunction): MenuItem[] {
  if (chat.pinned === undefined)
    return [{ label: t('chats:pin'), icon: <IconPin {...size} />, run: () => togglePin(chat) }]
  const pins = pinnedChats()
  const at = pins.indexOf(chat.id)
  return [
    { label: t('chats:unpin'), icon: <IconPinnedOff {...size} />, run: () => togglePin(chat) },
    ...(at > 0 ? [{ label: t('chats:up'), icon: <IconArrowUp {...size} />, run: () => movePin(chat.id, at - 1) }] : []),
    ...(at < pins.length - 1
      ? [{ label: t('chats:down'), icon: <IconArrowDown {...size} />, run: () => movePin(chat.id, at + 1) }]
      : []),
  ]
}

/** Everything that the gestures of a row can do, and the rest. */
export function chatMenu(chat: ChatView, t: TFunction): MenuItem[] {
  const remove: MenuItem =
    chat.kind === 'group' && !chat.left
      ? { label: t('chats:leave'), icon: <IconLogout {...size} />, danger: true, run: () => void deleteChat(chat) }
      : { label: t('chats:remove'), icon: <IconTrash {...size} />, danger: true, run: () => void deleteChat(chat) }
  if (chat.request) return [remove]
  return [
    isUnread(chat)
      ? { label: t('chats:markRead'), icon: <IconMessageCheck {...size} />, run: () => toggleUnread(chat) }
      : { label: t('chats:markUnread'), icon: <IconCircleDot {...size} />, run: () => toggleUnread(chat) },
    ...pinItems(chat, t),
    ...(chat.kind === 'nest' ? [] : [muteItem(chat, t)]),
    {
      label: t(chat.archived ? 'chats:archive.takeOut' : 'chats:archive.put'),
      icon: chat.archived ? <IconArchiveOff {...size} /> : <IconArchive {...size} />,
      run: () => toggleArchive(chat),
    },
    folderItem(chat, t),
    { label: t('chats:clear.action'), icon: <IconBrush {...size} />, danger: true, run: () => void clearChat(chat) },
    ...(chat.kind === 'nest' ? [] : [remove]),
  ]
}
