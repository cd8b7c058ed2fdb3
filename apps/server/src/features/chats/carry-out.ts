import type { UserId } from '@soroka/protocol'
import { invitesOf, raisesFloor, REASON } from '@soroka/protocol/records'
import type { EpochRecord, RosterDiff } from '@soroka/protocol/records'
import { syncInvites } from './invites-repo.ts'
import { deleteJoins } from './joins-repo.ts'
import { deleteLeaves } from './leaves-repo.ts'
import type { LockedChat } from './locked-chat.ts'
import { beginMemberships, endMemberships, setRoles } from './members-write-repo.ts'
import type { Beginning } from './members-write-repo.ts'
import type { Transaction } from './queries.ts'

export interface CarriedOut {
  readonly joined: readonly UserId[]
  readonly left: readonly UserId[]
}

/** What an accepted epoch changes beside the chain: people, roles, rights, links, floor. Under the lock of the chat. */
export async function carryOut(
  tx: Transaction,
  locked: LockedChat,
  record: EpochRecord,
  diff: RosterDiff,
): Promise<CarriedOut> {
  const { chat, n, policy, sameKey } = record
  const joined = diff.added.map((entry) => entry.user)
  const removed = diff.removed.map((entry) => entry.user)
  const left = await endMemberships(tx, chat, removed, n - 1)
  await deleteLeaves(tx, chat, removed)
  const from = sameKey ? await historyBegins(tx, record) : { seq: locked.lastSeq, epoch: n }
  await beginMemberships(tx, chat, diff.added, from)
  await deleteJoins(tx, chat, joined)
  await setRoles(
    tx,
    chat,
    diff.roleChanged.map(({ after }) => after),
  )
  if (record.reason === REASON.policy) await syncInvites(tx, chat, invitesOf(record))
  // Without a bridge nobody walks back from here: later newcomers begin here at the earliest (R23).
  const breaks = !sameKey && record.prevBox === undefined
  await tx`
    UPDATE chats SET head = ${n}, changed_xid = pg_current_xact_id(),
      floor = CASE WHEN ${raisesFloor(record)} THEN ${n} ELSE floor END,
      rotate_required = (rotate_required AND ${sameKey})
        OR EXISTS (SELECT 1 FROM chat_leaves l WHERE l.chat_id = ${chat}),
      member_count = member_count + ${joined.length - left.length},
      write_who = ${policy.write}, pin_who = ${policy.pin}, timer = ${policy.timer},
      history_epoch = CASE WHEN ${breaks} THEN ${n} ELSE history_epoch END,
      history_seq = CASE WHEN ${breaks} THEN last_seq ELSE history_seq END
    WHERE id = ${chat}`
  return { joined, left }
}

async function historyBegins(tx: Transaction, record: EpochRecord): Promise<Beginning> {
  const [row] = await tx<Beginning[]>`
    SELECT history_seq::float8 AS seq, history_epoch::float8 AS epoch FROM chats WHERE id = ${record.chat}`
  return row ?? { seq: 0, epoch: 0 }
}
