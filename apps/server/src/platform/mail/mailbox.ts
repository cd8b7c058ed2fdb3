import { desc, lt } from 'drizzle-orm'
import type { Queries } from '../db/index.ts'
import type { Courier } from './mail.ts'
import { mails } from './schema.ts'

/** Keeps mails in the database instead of sending them; tells the terminal where that is allowed (S22). */
export function mailboxCourier(db: Queries, now: () => number, print: (line: string) => void): Courier {
  return async (mail, mayPrint) => {
    const { to, subject, text, html } = mail
    await db.insert(mails).values({ recipient: to, subject, text, html, at: now() })
    if (mayPrint) print(`Mail to ${to}: ${subject}`)
  }
}

/** The newest mails first. */
export function listMails(db: Queries, limit: number) {
  return db
    .select({ id: mails.id, to: mails.recipient, subject: mails.subject, text: mails.text, at: mails.at })
    .from(mails)
    .orderBy(desc(mails.id))
    .limit(limit)
}

export async function sweepMails(db: Queries, before: number): Promise<void> {
  await db.delete(mails).where(lt(mails.at, before))
}
