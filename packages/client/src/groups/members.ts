import type { ChatId, UserId } from '@soroka/protocol'
import type { Roster } from '@soroka/protocol/records'
import type { Api } from '../api/api.ts'
import { isOffline } from '../api/api-errors.ts'
import { roleName } from '../epochs/epoch-changes.ts'
import type { People } from '../people/people.ts'
import type { MemberView } from '../types.ts'

interface Deps {
  api: Api
  people: People
  self: UserId
}

/** The people of a signed roster: those with most rights first, then by name. */
export async function viewMembers(deps: Deps, chat: ChatId, roster: Roster): Promise<MemberView[]> {
  const { people, self } = deps
  const strangers = await Promise.all(roster.map(({ user }) => people.stranger(user)))
  if (strangers.includes(true)) await meet(deps, chat)
  const members = await Promise.all(
    roster.map(async ({ user, role }) => {
      const person = await people.known(user)
      return { role, view: { person, role: roleName(role), self: user === self } }
    }),
  )
  return members
    .sort((a, b) => b.role - a.role || a.view.person.name.localeCompare(b.view.person.name))
    .map(({ view }) => view)
}

/** Names by the page; without a server those who were met have theirs. */
async function meet({ api, people }: Deps, chat: ChatId): Promise<void> {
  try {
    for (let after: UserId | undefined; ;) {
      const { members, more } = await api.chats.members({ chat, ...(after === undefined ? {} : { after }) })
      await people.met(members)
      after = members.at(-1)?.id
      if (!more || after === undefined) return
    }
  } catch (error) {
    if (!isOffline(error)) throw error
  }
}
