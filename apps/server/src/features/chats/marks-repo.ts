import type { ChatId, UserId } from '@soroka/protocol'
import { SMALL_CHAT } from './heads-repo.ts'
import type { Queries } from './queries.ts'

/** What a device says it has got and shown, up to and including these seqs. */
export interface Mark {
  readonly chat: ChatId
  readonly user: UserId
  readonly delivered: number
  readonly read: number
}

/** A mark that rose, as it stands now. */
export interface RisenMark extends Mark {
  readonly readCount: number
  readonly members: number
  /** He has not accepted the chat: the others learn nothing. */
  readonly request: boolean
  /** Whether he lets others know what he read. */
  readonly receipts: boolean
  /** The other members who see what was read, since they let others see it too; null: all. Only in small chats. */
  readonly readers: readonly UserId[] | null
}

/** Raises marks; answers only with those that rose. Marks of strangers and of chats that don't exist are passed over. */
export async function raiseMarks(sql: Queries, marks: readonly Mark[], at: number): Promise<RisenMark[]> {
  return sql<RisenMark[]>`
    SELECT o_chat AS chat, o_user AS user, o_delivered AS delivered, o_read AS read, o_read_count AS "readCount",
      o_members AS members, p.request, coalesce(u.read_receipts, false) AS receipts,
      CASE WHEN o_members <= ${SMALL_CHAT} THEN (
        SELECT CASE WHEN bool_or(them.read_receipts IS NOT TRUE)
          THEN coalesce(json_agg(m.user_id) FILTER (WHERE them.read_receipts), '[]') END
        FROM chat_participants m LEFT JOIN users them ON them.id = m.user_id
        WHERE m.chat_id = o_chat AND m.user_id <> o_user AND m.left_seq IS NULL) END AS readers
    FROM raise_marks(string_to_array(${marks.map((mark) => mark.chat).join(',')}, ','),
      string_to_array(${marks.map((mark) => mark.user).join(',')}, ','),
      string_to_array(${marks.map((mark) => mark.delivered).join(',')}, ',')::int8[],
      string_to_array(${marks.map((mark) => mark.read).join(',')}, ',')::int8[], ${at})
    JOIN chat_participants p ON p.chat_id = o_chat AND p.user_id = o_user LEFT JOIN users u ON u.id = o_user`
}
