import { createAccount, type DeviceKeys, type PukSecret, randomBytes } from '@soroka/crypto'
import type { UserId } from '@soroka/protocol'
import { toBase64url } from '@soroka/protocol/bytes'
import type { ChainState } from '@soroka/protocol/records'
import type { Sql } from '../../../apps/server/src/platform/db/index.ts'

export interface Resident {
  readonly user: UserId
  readonly chain: ChainState
  readonly device: DeviceKeys
  readonly puks: readonly PukSecret[]
}

/** People with real keys, put into the tables as if each had signed up. */
export async function settle(sql: Sql, count: number): Promise<Resident[]> {
  const residents: Resident[] = []
  for (let i = 0; i < count; i++) {
    const user = toBase64url(randomBytes(16)) as UserId
    const { account, device, entry } = await createAccount({
      user,
      exportKey: randomBytes(64),
      recoveryKey: randomBytes(32),
    })
    const name = `Resident ${i}`
    await sql`
      INSERT INTO users (id, email, name, nickname, role, locale, created_at)
      VALUES (${user}, ${`resident${i}@example.org`}, ${name}, ${`resident${i}`}, 'member', 'en', ${Date.now()})`
    await sql`INSERT INTO user_chain (user_id, seq, entry, at) VALUES (${user}, 0, ${Buffer.from(entry)}, ${Date.now()})`
    await sql`
      INSERT INTO devices (user_id, id, name, kind, sign_pub, added_at)
      VALUES (${user}, ${device.id}, 'Bench', 'bot', ${Buffer.from(device.sign.pub)}, ${Date.now()})`
    residents.push({ user, chain: account.chain, device, puks: account.puks })
  }
  return residents
}
