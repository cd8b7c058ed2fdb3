import { sql } from 'drizzle-orm'
import * as z from 'zod/mini'
import type { Queries } from '../db/index.ts'
import type { JobQueue, JobTask } from '../jobs/index.ts'
import type { Courier, Post } from './mail.ts'
import { writeMail } from './templates.ts'

const task = 'mail.send'
const order = z.object({
  kind: z.enum([
    'sign_up_code',
    'account_exists',
    'recovery_code',
    'no_account',
    'old_address_code',
    'new_address_code',
  ]),
  to: z.string(),
  locale: z.enum(['ru', 'en']),
  code: z.string(),
  print: z.boolean(),
})

/** Queues mails as jobs: they are sent after the commit, and again when the mail server was away. */
export function createPost(jobs: JobQueue): Post {
  return (tx, mail) => jobs.add(tx, task, { ...mail }, { maxAttempts: 8 })
}

/** Mails that could not be sent for a day hold codes that are long over. */
export async function sweepUnsent(db: Queries): Promise<void> {
  await db.execute(sql`
    select graphile_worker.complete_jobs(array(
      select id from graphile_worker.jobs where task_identifier = ${task} and created_at < now() - interval '1 day'))`)
}

/** The job that writes a mail and hands it to the courier. */
export function mailTask(courier: Courier): JobTask {
  return {
    name: task,
    run: async (payload) => {
      const mail = order.parse(payload)
      await courier(writeMail(mail), mail.print)
    },
  }
}
