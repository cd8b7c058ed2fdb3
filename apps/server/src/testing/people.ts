import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { ChatId, DeviceId, MsgId, UserId } from '@soroka/protocol'
import {
  BOX_BYTES,
  CHAIN_OP,
  chainSigningInput,
  checkChainFollows,
  currentPuk,
  decodeChainEntry,
  encodeChainEntry,
  FACTOR,
  findDevice,
  ORIGIN_HASH,
  SEAL_PUBLIC_BYTES,
} from '@soroka/protocol/records'
import type { ChainChange, ChainDevice, ChainEntry, ChainState, RosterEntry } from '@soroka/protocol/records'

/** Random bytes that own their buffer, as the records want them. */
export const random = (length: number): Uint8Array<ArrayBuffer> => new Uint8Array(randomBytes(length))
/** base64url; callers say which id it is. */
export const randomId = (length = 16): string => randomBytes(length).toString('base64url')

/** A device with its signing key. */
export interface TestDevice extends ChainDevice {
  readonly key: KeyObject
}

/** A person with a real chain of keys; only what needs X-Wing is random bytes, which the server can't tell. */
export class TestPerson {
  readonly user: UserId
  readonly devices: TestDevice[] = []
  readonly entries: Uint8Array[] = []
  #state: ChainState | null = null
  readonly #identity = generateKeyPairSync('ed25519')
  readonly #auth = generateKeyPairSync('ed25519')

  constructor(user = randomId() as UserId) {
    this.user = user
    const device = makeDevice()
    const random1216 = () => random(SEAL_PUBLIC_BYTES)
    this.devices.push(device)
    this.append({
      op: CHAIN_OP.create,
      ikPub: rawPublic(this.#identity.publicKey),
      authPub: rawPublic(this.#auth.publicKey),
      pukGen: 1,
      pukPub: random1216(),
      factors: [{ kind: FACTOR.password, pub: random1216() }],
      device: bare(device),
    })
  }

  get state(): ChainState {
    if (this.#state === null) throw new Error('no chain')
    return this.#state
  }

  get device(): TestDevice {
    const [first] = this.devices
    if (first === undefined) throw new Error('no device')
    return first
  }

  addDevice(): TestDevice {
    const device = makeDevice()
    this.devices.push(device)
    this.append({ op: CHAIN_OP.device_add, device: bare(device) })
    return device
  }

  revoke(device: DeviceId): void {
    this.append({ op: CHAIN_OP.device_revoke, device })
  }

  /** A signature by the key that the account secret gives. */
  signAsAccount(bytes: Uint8Array): Uint8Array {
    return signBytes(this.#auth.privateKey, bytes)
  }

  /** His line in a roster, with his newest keys. */
  rosterEntry(role: RosterEntry['role']): RosterEntry {
    const { ikFp, seq } = this.state
    const puk = currentPuk(this.state)
    return { user: this.user, role, ikFp, pukGen: puk.gen, pukFp: puk.fp, chainSeq: seq, since: 0 }
  }

  append(change: ChainChange): void {
    const entry = this.nextEntry(change)
    const check = checkChainFollows(this.#state, entry)
    if (!check.ok) throw new Error(check.reason)
    this.#state = check.state
    this.entries.push(encodeChainEntry(entry))
  }

  /** Signs what would come next, one after the other, without taking it. */
  nextEntries(changes: readonly ChainChange[]): Uint8Array[] {
    let state = this.#state
    return changes.map((change) => {
      const entry = this.nextEntry(change, state)
      const check = checkChainFollows(state, entry)
      if (!check.ok) throw new Error(check.reason)
      state = check.state
      return encodeChainEntry(entry)
    })
  }

  /** What the server took. */
  take(entries: readonly Uint8Array[]): void {
    for (const bytes of entries) {
      const check = checkChainFollows(this.#state, decodeChainEntry(bytes))
      if (!check.ok) throw new Error(check.reason)
      this.#state = check.state
      this.entries.push(bytes)
    }
  }

  /** Signs what would come next, without taking it. */
  nextEntry(change: ChainChange, after: ChainState | null = this.#state): ChainEntry {
    const prevHash = after?.headHash ?? ORIGIN_HASH
    const unsigned = { user: this.user, seq: (after?.seq ?? -1) + 1, prevHash, change }
    return { ...unsigned, sig: signBytes(this.#identity.privateKey, chainSigningInput(unsigned)) }
  }

  has(device: DeviceId): boolean {
    return findDevice(this.state, device)?.revokedSeq === null
  }
}

export function signBytes(key: KeyObject, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(sign(null, bytes, key))
}

export const newMsgId = (): MsgId => randomId() as MsgId
export const newChatId = (): ChatId => randomId(32) as ChatId
export const newBox = (): string => randomBytes(BOX_BYTES).toString('base64url')

/** A device with keys of its own, on nobody's chain yet. */
export function makeDevice(): TestDevice {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  return {
    id: randomId() as DeviceId,
    signPub: rawPublic(publicKey),
    sealPub: random(SEAL_PUBLIC_BYTES),
    key: privateKey,
  }
}

/** What a chain says of a device. */
export function bare({ id, signPub, sealPub }: TestDevice): ChainDevice {
  return { id, signPub, sealPub }
}

function rawPublic(key: KeyObject): Uint8Array<ArrayBuffer> {
  const { x } = key.export({ format: 'jwk' })
  return new Uint8Array(Buffer.from(x ?? '', 'base64url'))
}
