import { setTimeout as pause } from 'node:timers/promises'
import type { Sql } from '../platform/db/index.ts'

export interface TestMail {
  readonly id: number
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** The newest mail to this address; waits for one with a number above `after`. */
export async function findMail(sql: Sql, email: string, after = 0): Promise<TestMail> {
  for (let tries = 0; tries < 500; tries++) {
    const [mail] = await sql<TestMail[]>`
      select id, recipient as to, subject, text from mails
      where recipient = ${email} and id > ${after} order by id desc limit 1`
    if (mail !== undefined) return mail
    await pause(20)
  }
  throw new Error(`no mail to ${email}`)
}

/** The six digits of the newest mail to this address. */
export async function findCode(sql: Sql, email: string, after = 0): Promise<string> {
  const code = /\b\d{6}\b/.exec((await findMail(sql, email, after)).text)?.[0]
  if (code === undefined) throw new Error(`no code in the mail to ${email}`)
  return code
}
