import { createAccount, createGroupEpoch, randomBytes } from '@soroka/crypto'
import type { ChatId, UserId } from '@soroka/protocol'
import { toBase64url } from '@soroka/protocol/bytes'
import { DEFAULT_POLICY, ROLE } from '@soroka/protocol/records'
import type { Screen } from '../../../packages/client/test/people.ts'
import type { Resident } from './residents.ts'
import { table } from '../table.ts'
import { type Timed, timed, verdict } from './timed.ts'

/** A group of the owner and these people is made, and one is removed; beside it what the sealing alone costs. */
export async function measureLargeGroup(
  owner: Screen,
  residents: readonly Resident[],
): Promise<{ id: ChatId; text: string }> {
  const { groups } = owner.client
  const users = residents.map(({ user }) => user)
  let group: Awaited<ReturnType<typeof groups.create>> | undefined
  const made = await timed(async () => {
    group = await groups.create({ name: 'Everybody', users: [...users] })
  })
  if (group === undefined) throw new Error('no group')
  const { id } = group
  const removed = await timed(() => groups.remove(id, users.slice(0, 1)))
  const floor = await sealingAlone(residents)
  const row = (name: string, { seconds, cpu, pause }: Timed, target = '') => [name, seconds, cpu, pause, target]
  const text = [
    `## A group of ${users.length + 1}`,
    table(
      ['step', 'seconds', 'CPU-s', 'longest pause of the thread, ms', 'target'],
      [
        row('create it: all chains read and verified, all boxes sealed', made),
        row('remove one: a new key for all others', removed, `3 s: ${verdict(removed.seconds, 3)}`),
        row(`floor: as many boxes by the crypto package alone`, floor),
      ],
    ),
  ].join('\n\n')
  return { id, text }
}

/** The same epoch by the crypto package alone: no network, no server, no disk. */
async function sealingAlone(residents: readonly Resident[]): Promise<Timed> {
  const user = toBase64url(randomBytes(16)) as UserId
  const keys = { exportKey: randomBytes(64), recoveryKey: randomBytes(32) }
  const { account, device } = await createAccount({ user, ...keys })
  const chains = new Map([[user, account.chain], ...residents.map((one) => [one.user, one.chain] as const)])
  const members = residents.map((one) => ({ user: one.user, role: ROLE.member }))
  const author = { user, device: device.id, signKey: device.sign.key }
  return await timed(() => createGroupEpoch({ author, members, chains, policy: DEFAULT_POLICY }))
}
