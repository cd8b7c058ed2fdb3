import { SorokaError } from '@soroka/protocol'
import type { DownFrame, UpFrame } from '@soroka/protocol/frames'
import { chatTopic } from '../../platform/bus/index.ts'
import type { Bus, Topic } from '../../platform/bus/index.ts'
import type { Sql } from '../../platform/db/index.ts'
import type { Connection } from '../../platform/ws/index.ts'
import { mayShowTyping } from './typing-repo.ts'

type TypingFrame = Extract<UpFrame, { t: 'typing.start' }>

/** One a person and chat in this time; the rest is dropped. */
const EVERY_MS = 2000

export interface TypingDependencies {
  readonly sql: Sql
  readonly bus: Bus
  readonly rooms: { hears(connection: Connection, topic: Topic): boolean }
}

/** Forwards "is typing" to the other members; never stored (R17). */
export function typingHandler({ sql, bus, rooms }: TypingDependencies) {
  const told = new Map<string, number>()
  return async (connection: Connection, frame: TypingFrame): Promise<void> => {
    const topic = chatTopic(frame.chat)
    // A socket hears exactly the chats that its person is in.
    if (!rooms.hears(connection, topic)) throw new SorokaError('NOT_A_MEMBER')
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
    if (!(await mayShowTyping(sql, connection.user, frame.chat))) return
    const typing: DownFrame = { t: 'typing.started', chat: frame.chat, user: connection.user }
    bus.publish(topic, { frame: JSON.stringify(typing), skip: connection.user })
  }
}
