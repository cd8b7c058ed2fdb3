import { humanText, limits, SorokaError, type UserId } from '@soroka/protocol'
import { MAX_CHAT_PHOTO } from '@soroka/protocol/records'
import * as z from 'zod/mini'
import type { Engine } from '../engine/engine.ts'
import type { GroupsApi } from '../types.ts'
import { checkChat, checkUser } from './chats-api.ts'

/** Seconds. */
export const LONGEST_TIMER = 366 * 86_400

/** Groups of the signed-in account. Whatever tab asks, the leading one does it. */
export function groupsApi(engine: () => Promise<Engine>): GroupsApi {
  const call = async <Verb extends keyof GroupsApi>(verb: Verb, ...args: Parameters<GroupsApi[Verb]>) =>
    (await (await engine()).group(verb, args)) as Awaited<ReturnType<GroupsApi[Verb]>>
  return {
    create: async (input) => {
      const users = checkUsers(input.users)
      if (users.length >= limits.members) throw new SorokaError('LIMIT_REACHED', { limit: limits.members })
      return call('create', { ...input, ...checkInfo(input), name: checkName(input.name), users })
    },
    members: async (chat) => call('members', checkChat(chat)),
    add: async (chat, users) => call('add', checkChat(chat), checkUsers(users)),
    remove: async (chat, users) => call('remove', checkChat(chat), checkUsers(users)),
    setRole: async (chat, user, role) => {
      if (role !== 'member' && role !== 'admin') throw new SorokaError('BAD_REQUEST', { field: 'role' })
      return call('setRole', checkChat(chat), checkUser(user), role)
    },
    handOver: async (chat, user) => call('handOver', checkChat(chat), checkUser(user)),
    setPolicy: async (chat, policy) => call('setPolicy', checkChat(chat), checkPolicy(policy)),
    setTimer: async (chat, seconds) =>
      call('setTimer', checkChat(chat), checkNumber(seconds, LONGEST_TIMER, 'seconds')),
    setInfo: async (chat, info) => call('setInfo', checkChat(chat), { ...info, ...checkInfo(info) }),
    leave: async (chat) => call('leave', checkChat(chat)),
    destroy: async (chat) => call('destroy', checkChat(chat)),
    common: async (user) => call('common', checkUser(user)),
    createInvite: async (chat, { expiresAt, maxUses, approval }) =>
      call('createInvite', checkChat(chat), {
        expiresAt: checkNumber(expiresAt, Number.MAX_SAFE_INTEGER, 'expiresAt'),
        maxUses: checkNumber(maxUses, 100_000, 'maxUses'),
        approval: approval,
      }),
    invites: async (chat) => call('invites', checkChat(chat)),
    revokeInvite: async (chat, id) => call('revokeInvite', checkChat(chat), id),
    look: async (link) => call('look', link),
    join: async (link) => call('join', link),
    answerJoin: async (chat, user, accept) => call('answerJoin', checkChat(chat), checkUser(user), accept),
  }
}

const policy = z.partial(
  z.object({
    history: z.boolean(),
    write: z.enum(['everybody', 'admins']),
    add: z.enum(['everybody', 'admins']),
    pin: z.enum(['everybody', 'admins']),
    info: z.enum(['everybody', 'admins']),
  }),
)

function checkPolicy(change: unknown) {
  const parsed = policy.safeParse(change)
  if (!parsed.success) throw new SorokaError('BAD_REQUEST', { field: 'policy' })
  return Object.fromEntries(Object.entries(parsed.data).filter(([, value]) => value !== undefined))
}

function checkUsers(users: readonly UserId[]): UserId[] {
  return [...new Set(users.map(checkUser))]
}

function checkName(name: string): string {
  const parsed = humanText(limits.chatName).safeParse(name)
  if (!parsed.success) throw new SorokaError('BAD_REQUEST', { field: 'name' })
  return parsed.data
}

/** Of name, description and photo those that are given. */
function checkInfo(info: Partial<Pick<Parameters<GroupsApi['setInfo']>[1], 'name' | 'description' | 'photo'>>) {
  const { name, description, photo } = info
  if (description !== undefined && (description.length > limits.chatDescription || !description.isWellFormed()))
    throw new SorokaError('BAD_REQUEST', { field: 'description' })
  if (photo !== undefined && photo !== null && !(photo instanceof Uint8Array))
    throw new SorokaError('BAD_REQUEST', { field: 'photo' })
  if (photo instanceof Uint8Array && photo.length > MAX_CHAT_PHOTO)
    throw new SorokaError('TOO_LARGE', { limit: MAX_CHAT_PHOTO })
  return name === undefined ? {} : { name: checkName(name) }
}

function checkNumber(value: number, most: number, field: string): number {
  if (!Number.isSafeInteger(value) || value < 0 || value > most) throw new SorokaError('BAD_REQUEST', { field })
  return value
}
