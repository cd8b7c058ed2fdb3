import type { Engine } from '../engine/engine.ts'
import type { ContactsApi } from '../types.ts'
import { checkUser } from './chats-api.ts'

/** People whom I know, and those whom I want to hear nothing of. */
export function contactsApi(engine: () => Promise<Engine>): ContactsApi {
  return {
    list: async () => (await engine()).contacts.list(),
    add: async (user) => (await engine()).contacts.add(checkUser(user)),
    remove: async (user) => (await engine()).contacts.remove(checkUser(user)),
    rename: async (user, input) => (await engine()).contacts.rename(checkUser(user), input),
    blocked: async () => (await engine()).contacts.blocked(),
    block: async (user) => (await engine()).contacts.block(checkUser(user)),
    unblock: async (user) => (await engine()).contacts.unblock(checkUser(user)),
  }
}
