import { SorokaError } from '@soroka/protocol'
import type { DownFrame, UpFrame } from '@soroka/protocol/frames'
import { chatTopic } from '../../platform/bus/index.ts'
import type { Bus, Topic } from '../../platform/bus/index.ts'
import type { Connection } from '../../platform/ws/index.ts'

type TypingFrame = Extract<UpFrame, { t: 'typing.start' }>

/** One a person and chat in this time; the rest is dropped. */
const EVERY_MS = 2000

/** Forwards "is typing" to the other members; never stored (R17). */
export function typingHandler(bus: Bus, hears: (connection: Connection, topic: Topic) => boolean) {
  const told = new Map<string, number>()
  return (connection: Connection, frame: TypingFrame): void => {
    const topic = chatTopic(frame.chat)
    // A socket hears exactly the chats that its person is in.
    if (!hears(connection, topic)) throw new SorokaError('NOT_A_MEMBER')
    const now = performance.now()
    const key = frame.chat + connection.user
    if (now - (told.get(key) ?? -Infinity) < EVERY_MS) return
    // Moved to the end: the oldest stand in front and are forgotten first.
    told.delete(key)
    told.set(key, now)
    for (const [old, at] of told) {
      if (now - at < EVERY_MS) break
      told.delete(old)
    }
    const typing: DownFrame = { t: 'typing.started', chat: frame.chat, user: connection.user }
    bus.publish(topic, { frame: JSON.stringify(typing), skip: connection.user })
  }
}
