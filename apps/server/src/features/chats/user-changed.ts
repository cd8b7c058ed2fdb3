import type { UserId } from '@soroka/protocol'
import type { DownFrame } from '@soroka/protocol/frames'
import { chatTopic, presenceTopic, userTopic } from '../../platform/bus/index.ts'
import type { Bus } from '../../platform/bus/index.ts'
import { findDirectChats } from './members-repo.ts'
import type { Queries } from './queries.ts'

/** "Read this person again", to his own devices, to those who watch him, and to his direct chats. */
export async function tellUserChanged(deps: { sql: Queries; bus: Bus }, user: UserId): Promise<void> {
  const frame = JSON.stringify({ t: 'user.changed', user } satisfies DownFrame)
  deps.bus.publish(userTopic(user), { frame })
  deps.bus.publish(presenceTopic(user), { frame })
  for (const chat of await findDirectChats(deps.sql, user)) deps.bus.publish(chatTopic(chat), { frame, skip: user })
}
