import { limits, SorokaError } from '@soroka/protocol'
import type { ChatId, UserId } from '@soroka/protocol'
import { currentPuk, joinSigningInput } from '@soroka/protocol/records'
import { verifyEd25519 } from '../../platform/keys/index.ts'
import { tellChanged } from './announce.ts'
import type { EpochDependencies } from './epoch-input.ts'
import { findInvite, listInvites, setInviteCard } from './invites-repo.ts'
import { countJoins, findJoins, putJoin, refuse, withdraw } from './joins-repo.ts'
import { findRole, lockAs } from './locked-chat.ts'
import type { Sql } from '../../platform/db/index.ts'
import { findShutOut } from './shut-out.ts'

/** People who may wait at a group's door at a time. */
const MAX_WAITING = 1000

export interface LinkView {
  readonly card: string | null
  readonly memberCount: number
  readonly approval: boolean
  readonly state: 'none' | 'waiting' | 'refused' | 'member'
}

/**
 * What a link leads to, for who holds it.
 * @throws SorokaError INVITE_INVALID for a link that does not hold, and alike for a chat that does not exist
 */
export async function readLink(sql: Sql, user: UserId, chat: ChatId, pub: Buffer): Promise<LinkView> {
  const invite = await findInvite(sql, chat, pub, Date.now())
  if (invite === undefined) throw new SorokaError('INVITE_INVALID')
  const member = (await findRole(sql, chat, user)) !== undefined
  if (!member && !invite.holds) throw new SorokaError('INVITE_INVALID')
  const [join] = await findJoins(sql, chat, [user])
  const asked = join?.pub.equals(pub) === true ? (join.refused ? 'refused' : 'waiting') : 'none'
  const { memberCount, card } = invite
  const approval = invite.approval || (!member && (await findShutOut(sql, chat, [user])).length > 0)
  return { card: card?.toString('base64url') ?? null, memberCount, approval, state: member ? 'member' : asked }
}

/**
 * Asks to be let in by a link; who is in already is told so.
 * @throws SorokaError INVITE_INVALID, SIGNATURE_WRONG, LIMIT_REACHED
 */
export async function askToJoin(
  deps: EpochDependencies,
  user: UserId,
  input: { readonly chat: ChatId; readonly pub: string; readonly proof: string },
): Promise<'waiting' | 'member'> {
  const { sql, bus, chainStateOf } = deps
  const { chat } = input
  const pub = Buffer.from(input.pub, 'base64url')
  const proof = Buffer.from(input.proof, 'base64url')
  const at = Date.now()
  if ((await findRole(sql, chat, user)) !== undefined) return 'member'
  if ((await findInvite(sql, chat, pub, at))?.holds !== true) throw new SorokaError('INVITE_INVALID')
  const state = await chainStateOf(user)
  if (state === null) throw new SorokaError('SIGNATURE_WRONG')
  const signed = joinSigningInput({ chat, user, ikFp: state.ikFp, pukFp: currentPuk(state).fp })
  if (!verifyEd25519(pub, signed, proof)) throw new SorokaError('SIGNATURE_WRONG')
  const asked = await sql.begin(async (tx) => {
    const [group] = await tx<{ members: number }[]>`
      SELECT member_count AS members FROM chats WHERE id = ${chat} FOR UPDATE`
    // A link may be revoked, and somebody let in, while the lock was waited for.
    if ((await findRole(tx, chat, user)) !== undefined) return 'member'
    if (group === undefined || (await findInvite(tx, chat, pub, at))?.holds !== true)
      throw new SorokaError('INVITE_INVALID')
    if (group.members >= limits.members) throw new SorokaError('LIMIT_REACHED', { limit: limits.members })
    if ((await countJoins(tx, chat)) >= MAX_WAITING) throw new SorokaError('LIMIT_REACHED', { limit: MAX_WAITING })
    if (!(await putJoin(tx, { chat, user, pub, proof, at }))) throw new SorokaError('INVITE_INVALID')
    await tx`UPDATE chats SET changed_xid = pg_current_xact_id() WHERE id = ${chat}`
    return 'waiting'
  })
  if (asked === 'waiting') tellChanged(bus, chat)
  return asked
}

/**
 * An admin refuses somebody who asks to join, or he takes it back himself.
 * @throws SorokaError NOT_FOUND, FORBIDDEN
 */
export async function refuseJoin(
  deps: EpochDependencies,
  caller: UserId,
  chat: ChatId,
  user: UserId,
): Promise<boolean> {
  const removed = await deps.sql.begin(async (tx) => {
    if (user !== caller) await lockAs(tx, chat, caller, 'admin')
    const done = user === caller ? await withdraw(tx, chat, user) : await refuse(tx, chat, user, Date.now())
    if (done) await tx`UPDATE chats SET changed_xid = pg_current_xact_id() WHERE id = ${chat}`
    return done
  })
  if (removed) tellChanged(deps.bus, chat)
  return removed
}

/** @throws SorokaError NOT_FOUND, FORBIDDEN for who is no admin, INVITE_INVALID for a link that the group does not have */
export async function putCard(sql: Sql, user: UserId, chat: ChatId, pub: Buffer, card: Buffer): Promise<void> {
  await sql.begin(async (tx) => {
    await lockAs(tx, chat, user, 'admin')
    if (!(await setInviteCard(tx, chat, pub, card))) throw new SorokaError('INVITE_INVALID')
  })
}

/** @throws SorokaError NOT_FOUND, FORBIDDEN for who is no admin */
export async function readLinks(sql: Sql, user: UserId, chat: ChatId): Promise<{ pub: string; uses: number }[]> {
  const role = await findRole(sql, chat, user)
  if (role === undefined) throw new SorokaError('NOT_FOUND')
  if (role === 'member') throw new SorokaError('FORBIDDEN')
  const rows = await listInvites(sql, chat)
  return rows.map(({ pub, uses }) => ({ pub: pub.toString('base64url'), uses }))
}
