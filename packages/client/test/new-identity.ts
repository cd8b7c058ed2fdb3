import { appendEntry, createPollKey, randomBytes, verifyChain } from '@soroka/crypto'
import type { DeviceId } from '@soroka/protocol'
import { type Bytes, toBase64url } from '@soroka/protocol/bytes'
import { CHAIN_OP, currentPuk } from '@soroka/protocol/records'
import type { Screen } from './people.ts'
import type { RestartableServer } from './server.ts'

/** A person's chain goes on with another identity: his own reset, or one that the server made up. Nobody can tell. */
export async function resetIdentity(server: RestartableServer, { user }: Screen): Promise<Bytes> {
  const { sql } = server.database
  const rows = await sql<{ entry: Buffer }[]>`SELECT entry FROM user_chain WHERE user_id = ${user} ORDER BY seq`
  const before = await verifyChain(
    user,
    rows.map(({ entry }) => new Uint8Array(entry)),
  )
  if (!before.ok) throw new Error(before.reason)
  const pub = async () => {
    const pair = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])
    return { pair, pub: new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)) }
  }
  const [ik, auth, device] = [await pub(), await pub(), await pub()]
  const seal = () => createPollKey(randomBytes(32))
  const { entry, state } = await appendEntry(user, before.state, ik.pair.privateKey, {
    op: CHAIN_OP.reset,
    ikPub: ik.pub,
    authPub: auth.pub,
    pukGen: currentPuk(before.state).gen + 1,
    pukPub: await seal(),
    factors: [{ kind: 1, pub: await seal() }],
    device: { id: toBase64url(randomBytes(16)) as DeviceId, signPub: device.pub, sealPub: await seal() },
  })
  await sql`INSERT INTO user_chain (user_id, seq, entry, at) VALUES (${user}, ${state.seq}, ${Buffer.from(entry)}, ${Date.now()})`
  return state.ikFp
}
