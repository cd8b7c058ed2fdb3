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
}

export const DEFAULT_POLICY: Policy = {
  history: true,
  timer: 0,
  write: WHO.everybody,
  add: WHO.admins,
  pin: WHO.admins,
}

/** Whether old keys stay reachable: history is on and nothing disappears. */
export function keepsHistory(policy: Policy): boolean {
  return policy.history && policy.timer === 0
}

/** Whether everything but the timer is the same. */
export function sameRights(a: Policy, b: Policy): boolean {
  return a.history === b.history && a.write === b.write && a.add === b.add && a.pin === b.pin
}

export function writePolicy(writer: Writer, policy: Policy): void {
  writer.bool(policy.history).u32(policy.timer).u8(policy.write).u8(policy.add).u8(policy.pin)
}

export function readPolicy(reader: Reader): Policy {
  return {
    history: reader.bool(),
    timer: reader.u32(),
    write: readWho(reader),
    add: readWho(reader),
    pin: readWho(reader),
  }
}

function readWho(reader: Reader): Who {
  const who = reader.u8()
  if (who !== WHO.everybody && who !== WHO.admins) throw new RecordError('range', 'policy')
  return who
}
