import { RecordError } from '../bytes/index.ts'
import type { Reader, Writer } from '../bytes/index.ts'

/** Who may do a thing: everybody in the roster, or admins and owners. */
export const WHO = { everybody: 1, admins: 2 } as const
export type Who = (typeof WHO)[keyof typeof WHO]

/** A chat's rights, signed in every epoch (rule 23). */
export type Policy = {
  /** Newcomers may read what came before them. */
  readonly history: boolean
  /** Seconds until messages disappear; 0 = never. */
  readonly timer: number
  readonly write: Who
  readonly add: Who
  readonly pin: Who
  /** Who edits name, photo and description. */
  readonly info: Who
}

export const DEFAULT_POLICY: Policy = {
  history: true,
  timer: 0,
  write: WHO.everybody,
  add: WHO.admins,
  pin: WHO.admins,
  info: WHO.admins,
}

/** Whether old keys stay reachable: history is on and nothing disappears. */
export function keepsHistory(policy: Policy): boolean {
  return policy.history && policy.timer === 0
}

/** Whether everything but the timer is the same. */
export function sameRights(a: Policy, b: Policy): boolean {
  return a.history === b.history && a.write === b.write && a.add === b.add && a.pin === b.pin && a.info === b.info
}

/** The last byte holds two rights: below who pins, above who edits the info, where 0 stands for admins. */
export function writePolicy(writer: Writer, policy: Policy): void {
  const info = policy.info === WHO.admins ? 0 : policy.info
  writer
    .bool(policy.history)
    .u32(policy.timer)
    .u8(policy.write)
    .u8(policy.add)
    .u8((info << 4) | policy.pin)
}

export function readPolicy(reader: Reader): Policy {
  const history = reader.bool()
  const timer = reader.u32()
  const write = whoOf(reader.u8())
  const add = whoOf(reader.u8())
  const last = reader.u8()
  // One policy has one spelling: admins are never written as such in the upper half.
  const info = last >> 4 === 0 ? WHO.admins : whoOf(last >> 4)
  if (last >> 4 === WHO.admins) throw new RecordError('range', 'policy')
  return { history, timer, write, add, pin: whoOf(last & 15), info }
}

function whoOf(who: number): Who {
  if (who !== WHO.everybody && who !== WHO.admins) throw new RecordError('range', 'policy')
  return who
}
