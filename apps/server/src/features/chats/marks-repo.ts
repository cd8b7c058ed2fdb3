import type { ChatId, UserId } from '@soroka/protocol'
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
}

/** Raises marks; answers only with those that rose. Marks of strangers and of chats that don't exist are passed over. */
export async function raiseMarks(sql: Queries, marks: readonly Mark[], at: number): Promise<RisenMark[]> {
  return sql<RisenMark[]>`
    SELECT o_chat AS chat, o_user AS user, o_delivered AS delivered, o_read AS read, o_read_count AS "readCount",
      o_members AS members
    FROM raise_marks(string_to_array(${marks.map((mark) => mark.chat).join(',')}, ','),
      string_to_array(${marks.map((mark) => mark.user).join(',')}, ','),
      string_to_array(${marks.map((mark) => mark.delivered).join(',')}, ',')::int8[],
      string_to_array(${marks.map((mark) => mark.read).join(',')}, ',')::int8[], ${at})`
}
