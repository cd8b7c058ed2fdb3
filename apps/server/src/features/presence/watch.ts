import type { UserId } from '@soroka/protocol'
import type { UpFrame } from '@soroka/protocol/frames'
import { presenceTopic } from '../../platform/bus/index.ts'
import type { Topic } from '../../platform/bus/index.ts'
import type { Connection } from '../../platform/ws/index.ts'
import type { PresenceService } from './presence-service.ts'

type WatchFrame = Extract<UpFrame, { t: 'presence.watch' }>

export interface WatchDependencies {
  readonly presence: PresenceService
  /** Enters and leaves topics for a socket. */
  readonly rooms: {
    enter(connection: Connection, topics: readonly Topic[]): Promise<void>
    leave(connection: Connection, topics: readonly Topic[]): void
  }
  /** Which of these people share a chat with this person. */
  readonly peersOf: (user: UserId, people: readonly UserId[]) => Promise<UserId[]>
}

/** The whole set of people on a screen. Those who share no chat with the asker look like people who are never here. */
export function watchHandler({ presence, rooms, peersOf }: WatchDependencies) {
  /** What each socket said last; absent while nothing of it is being looked up. */
  const newest = new WeakMap<Connection, WatchFrame>()

  /** One look-up a socket at a time; a set that was replaced before its turn is passed over. */
  return async (connection: Connection, frame: WatchFrame): Promise<void> => {
    const isBusy = newest.has(connection)
    newest.set(connection, frame)
    if (isBusy) return
    try {
      let done: WatchFrame | undefined
      for (let next = newest.get(connection); next !== undefined && next !== done; next = newest.get(connection)) {
        await watch(connection, next)
        done = next
      }
    } finally {
      newest.delete(connection)
    }
  }

  async function watch(connection: Connection, frame: WatchFrame): Promise<void> {
    const asked = [...new Set(frame.users)]
    const allowed = asked.length === 0 ? [] : await peersOf(connection.user, asked)
    const topics = new Set(allowed.map(presenceTopic))
    const watched = connection.rooms.map((room) => room.topic).filter((topic) => topic.startsWith('presence:'))
    rooms.leave(
      connection,
      watched.filter((topic) => !topics.has(topic)),
    )
    await rooms.enter(connection, [...topics])
    const known = new Map((await presence.look(allowed)).map((person) => [person.user, person]))
    const people = asked.map((user) => known.get(user) ?? { user, online: false, lastSeen: null })
    connection.tell({ t: 'presence.changed', people })
  }
}
