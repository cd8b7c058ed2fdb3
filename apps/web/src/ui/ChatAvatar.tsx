import type { ChatView } from '@soroka/client/types'
import { usePeer } from '../stores/chatStore.ts'
import { Avatar } from './Avatar.tsx'

interface Props {
  chat: ChatView
  size?: 'xs' | 'sm' | 'md' | 'lg' | 'xl'
  /** Whether the green dot may show. */
  presence?: boolean
}

/** The face of a chat: the person's circle, the group's squircle, the Nest's bookmark. */
export function ChatAvatar({ chat, size = 'md', presence = true }: Props) {
  const peer = usePeer(chat)
  return (
    <Avatar
      id={peer?.id ?? chat.id}
      name={chat.title}
      size={size}
      shape={chat.kind === 'direct' ? 'person' : chat.kind}
      photo={chat.photo}
      online={presence && peer?.online === true}
    />
  )
}
