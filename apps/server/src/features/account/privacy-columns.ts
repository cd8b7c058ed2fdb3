import type { Privacy } from '@soroka/protocol/contract'
import type { UserRow } from '../users/index.ts'

/** Under which name of the contract each column is set. */
const columns = {
  lastSeen: 'lastSeenTo',
  readReceipts: 'readReceipts',
  typing: 'typing',
  groups: 'groupsFrom',
  photo: 'photoTo',
  about: 'aboutTo',
  phone: 'phoneTo',
  status: 'statusTo',
  write: 'writeFrom',
  call: 'callFrom',
  findByNickname: 'findByNickname',
  findByPhone: 'findByPhone',
} as const satisfies Record<keyof Privacy, keyof UserRow>

const names = Object.keys(columns) as (keyof Privacy)[]

export function readPrivacy(row: UserRow): Privacy {
  return Object.fromEntries(names.map((name) => [name, row[columns[name]]])) as unknown as Privacy
}

/** The columns of what is named. */
export function privacyColumns(change: Partial<Privacy>): Partial<UserRow> {
  return Object.fromEntries(names.map((name) => [columns[name], change[name]])) as Partial<UserRow>
}

/** What others see of a profile, and who does. */
const shown = ['name', 'nickname', 'about', 'phone', 'status'] as const
const audiences = ['photo', 'about', 'phone', 'status'] as const

/** Whether others have to look at him again after this change. */
export function isShown(
  change: Readonly<Record<string, unknown>> & { privacy?: Partial<Privacy> | undefined },
): boolean {
  return (
    shown.some((field) => change[field] !== undefined) || audiences.some((name) => change.privacy?.[name] !== undefined)
  )
}
