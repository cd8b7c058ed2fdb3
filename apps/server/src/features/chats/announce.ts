import type { ChatId, UserId } from '@soroka/protocol'
import type { DownFrame } from '@soroka/protocol/frames'
import { chatTopic, userTopic } from '../../platform/bus/index.ts'
import type { Bus } from '../../platform/bus/index.ts'

const encode = (frame: DownFrame): string => JSON.stringify(frame)

/** "Read its head", to everybody who is in the chat. */
export function tellChanged(bus: Bus, chat: ChatId): void {
  bus.publish(chatTopic(chat), { frame: encode({ t: 'chat.changed', chat }) })
}

/** The same to the devices of one person alone. */
export function tellChangedForMe(bus: Bus, chat: ChatId, user: UserId): void {
  bus.publish(userTopic(user), { frame: encode({ t: 'chat.changed', chat }) })
}

/** People who came: their sockets hear the chat before they get the frame. */
export function tellJoined(bus: Bus, chat: ChatId, users: readonly UserId[]): void {
  const frame = encode({ t: 'chat.changed', chat })
  for (const user of users) bus.publish(userTopic(user), { join: chatTopic(chat), frame })
}

/** People who are no longer in it: their sockets hear nothing more of it, nor whether those are here whom they met there. */
export function tellLeft(bus: Bus, chat: ChatId, users: readonly UserId[]): void {
  const frame = encode({ t: 'chat.left', chat })
  for (const user of users) {
    bus.publish(userTopic(user), { leave: chatTopic(chat), frame })
    bus.publish('privacy', { between: [user] })
  }
}
