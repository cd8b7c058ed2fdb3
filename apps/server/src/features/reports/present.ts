import type { Report, ReportedMessage } from '@soroka/protocol/contract'
import { decodeBody, decodeDisclosure, KIND, readBodyOptions } from '@soroka/protocol/records'
import type { Queries } from '../../platform/db/index.ts'
import { listDisclosed, listVoices } from './reports-repo.ts'
import type { Disclosed, ReportRow } from './reports-repo.ts'

/** Reports as the desk reads them. */
export async function present(db: Queries, rows: readonly ReportRow[]): Promise<Report[]> {
  const ids = rows.map(({ id }) => id)
  const [disclosed, voices] = [await listDisclosed(db, ids), await listVoices(db, ids)]
  return rows.map(({ id, author, name, nickname, role, state, group, openedAt, msgId, ...row }) => ({
    id,
    author: { id: author, name, nickname, role, state },
    group,
    messages: messagesOf(
      disclosed.filter(({ report }) => report === id),
      msgId,
    ),
    voices: voices.flatMap(({ report, reason, words, at, ...reporter }) =>
      report === id
        ? [{ reporter: { id: reporter.id, name: reporter.name, nickname: reporter.nickname }, reason, words, at }]
        : [],
    ),
    openedAt,
    closed:
      row.closedAt === null || row.decision === null
        ? null
        : { at: row.closedAt, by: row.closedBy, decision: row.decision },
  }))
}

/** Each message with its last words; the reported one first, the others in the order of the chat. */
function messagesOf(rows: readonly Disclosed[], reported: string): ReportedMessage[] {
  const plain = rows.filter(({ kind }) => kind !== KIND.edit)
  const ordered = plain.toSorted((a, b) => Number(b.msgId === reported) - Number(a.msgId === reported))
  return ordered.map((row) => {
    const edit = rows.findLast(({ kind, target }) => kind === KIND.edit && target === row.msgId)
    const { text, options } = bodyOf(row)
    return {
      at: row.at,
      text: edit === undefined ? text : bodyOf(edit).text,
      before: edit === undefined ? null : text,
      forwarded: options.forward !== undefined,
      files: (options.attachments ?? []).map(({ name, type, file }) => ({ name, type, size: file.size })),
      options: [...(options.poll?.options ?? [])],
    }
  })
}

function bodyOf({ disclosure }: Disclosed) {
  const { text, ext } = decodeBody(decodeDisclosure(disclosure).body)
  return { text, options: readBodyOptions(ext) }
}
