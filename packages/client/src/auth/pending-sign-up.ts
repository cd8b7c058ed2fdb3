import { type CreatedAccount, createVaultKey } from '@soroka/crypto'
import { deviceId, flowId, SorokaError, userId } from '@soroka/protocol'
import { fromBase64url, toBase64url, utf8Decode, utf8Encode } from '@soroka/protocol/bytes'
import * as z from 'zod/mini'
import type { Registry } from '../indexeddb/registry.ts'
import { Vault } from '../indexeddb/vault.ts'

/** A sign-up between its two halves. It survives a reload while the code is awaited; AS and the password are not in it. */
const pending = z.object({
  flow: flowId,
  user: userId,
  device: deviceId,
  name: z.string(),
  email: z.string(),
  record: z.string(),
  entry: z.string(),
  blobs: z.array(z.object({ kind: z.string(), bytes: z.string() })),
  puks: z.array(z.object({ gen: z.int(), seed: z.string() })),
  sealSeed: z.string(),
  recoveryWords: z.string(),
})
export type Pending = z.infer<typeof pending>

const PLACE = 'sign-up'

export interface OpenedPending {
  pending: Pending
  vault: CryptoKey
  deviceKey: CryptoKey
}

/** What the second half needs of a new account; the rest of it is dropped here. */
export function remember(
  made: CreatedAccount,
  rest: Pick<Pending, 'flow' | 'name' | 'email' | 'record' | 'recoveryWords'>,
): Pending {
  const { account, device, entry, blobs } = made
  return {
    ...rest,
    user: account.user,
    device: device.id,
    entry: toBase64url(entry),
    blobs: [
      { kind: 'as.password', bytes: toBase64url(blobs.passwordWrap) },
      { kind: 'as.recovery', bytes: toBase64url(blobs.recoveryWrap) },
      { kind: 'ik', bytes: toBase64url(blobs.ikWrap) },
      ...account.puks.slice(-1).map(({ gen }) => ({ kind: `puk.${gen}`, bytes: toBase64url(blobs.pukWrap) })),
    ],
    puks: account.puks.map(({ gen, seed }) => ({ gen, seed: toBase64url(seed) })),
    sealSeed: toBase64url(device.seal.seed),
  }
}

export async function storePending(registry: Registry, value: Pending, deviceKey: CryptoKey): Promise<void> {
  const vault = await createVaultKey()
  const sealed = await new Vault(vault).seal(PLACE, utf8Encode(JSON.stringify(value)))
  await registry.put('signUp', { vault, deviceKey, sealed }, 'current')
}

/** FLOW_UNKNOWN when no sign-up was begun here. */
export async function readPending(registry: Registry): Promise<OpenedPending> {
  const row = await registry.get('signUp', 'current')
  const bytes = row === undefined ? null : await new Vault(row.vault).open(PLACE, row.sealed)
  const parsed = bytes === null ? null : pending.safeParse(JSON.parse(utf8Decode(bytes)))
  if (row === undefined || parsed === null || !parsed.success) throw new SorokaError('FLOW_UNKNOWN')
  return { pending: parsed.data, vault: row.vault, deviceKey: row.deviceKey }
}

export async function dropPending(registry: Registry): Promise<void> {
  await registry.delete('signUp', 'current')
}

export function openPuks(value: Pending) {
  return value.puks.map(({ gen, seed }) => ({ gen, seed: fromBase64url(seed) }))
}
