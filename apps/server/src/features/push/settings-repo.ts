import type { NotifySettings, UserId } from '@soroka/protocol'
import type { Queries } from './queries.ts'

/** What everybody has who never changed it. */
export const usualSettings: NotifySettings = {
  direct: 'all',
  groups: 'all',
  reactions: true,
  calls: true,
  requests: true,
  quiet: null,
  mutedUntil: 0,
}

export async function readSettings(sql: Queries, user: UserId): Promise<NotifySettings> {
  const [row] = await sql<NotifySettings[]>`
    SELECT direct, groups, reactions, calls, requests, quiet, muted_until::float8 AS "mutedUntil"
    FROM notify_settings WHERE user_id = ${user}`
  return row ?? usualSettings
}

export async function writeSettings(sql: Queries, user: UserId, settings: NotifySettings): Promise<void> {
  const { direct, groups, reactions, calls, requests, quiet, mutedUntil } = settings
  const json = quiet === null ? null : JSON.stringify(quiet)
  await sql`
    INSERT INTO notify_settings (user_id, direct, groups, reactions, calls, requests, quiet, muted_until)
    VALUES (${user}, ${direct}, ${groups}, ${reactions}, ${calls}, ${requests}, ${json}::text::jsonb, ${mutedUntil})
    ON CONFLICT (user_id) DO UPDATE SET direct = excluded.direct, groups = excluded.groups,
      reactions = excluded.reactions, calls = excluded.calls, requests = excluded.requests, quiet = excluded.quiet,
      muted_until = excluded.muted_until`
}
