import type { MsgId, UserId } from '@soroka/protocol'
import type { Bytes } from '@soroka/protocol/bytes'
import {
  checkBoxes,
  checkEpochFollows,
  decodeEnvelopeHeader,
  decodeEpoch,
  encodeBody,
  findMember,
  hashEpoch,
  KIND,
  raisesFloor,
} from '@soroka/protocol/records'
import type { EpochHead, Roster } from '@soroka/protocol/records'
import type { PukSecret } from '../account/secrets.ts'
import { openBox } from '../epoch/box.ts'
import type { Author, Chains, NewEpoch, VerifiedEpoch } from '../epoch/create-epoch.ts'
import { createEpochKey, isCommitted, previousKey } from '../epoch/epoch-key.ts'
import type { EpochKey } from '../epoch/epoch-key.ts'
import { nextEpoch } from '../epoch/next-epoch.ts'
import type { Intent } from '../epoch/next-epoch.ts'
import { verifyEpoch } from '../epoch/verify-epoch.ts'
import { acceptsEpoch, EMPTY_LOG } from '../message/chat-log.ts'
import { openMessage } from '../message/open-message.ts'
import { sealMessage } from '../message/seal-message.ts'
import { CryptoError } from '../crypto-error.ts'

/** The server as the rules describe it: no keys, only order. */
export class ModelServer {
  readonly epochs: { bytes: Bytes; boxes: Map<UserId, Bytes> }[] = []
  readonly log: Bytes[] = []
  readonly opened = new WeakMap<Bytes, Promise<EpochKey | null>>()
  #head: EpochHead | null = null
  #roster: Roster = []
  #floor = 0
  readonly #ids = new Set<string>()

  get roster(): Roster {
    return this.#roster
  }

  postEpoch(bytes: Bytes, boxes: NewEpoch['boxes']): boolean {
    const record = decodeEpoch(bytes)
    const check = checkEpochFollows(this.#head, this.#roster, record)
    if (
      !check.ok ||
      checkBoxes(
        record,
        check.roster,
        boxes.map(({ user }) => user),
      ) !== 'ok'
    )
      return false
    this.#head = { record, hash: hashEpoch(bytes) }
    this.#roster = check.roster
    if (raisesFloor(record)) this.#floor = record.n
    this.epochs.push({ bytes, boxes: new Map(boxes.map(({ user, box }) => [user, box])) })
    return true
  }

  /** 'taken' also for a repetition, which changes nothing. */
  postMessage(envelope: Bytes): 'taken' | 'refused' {
    const { header } = decodeEnvelopeHeader(envelope)
    const id = `${header.sender} ${header.msgId}`
    if (this.#ids.has(id)) return 'taken'
    const current = this.#head !== null && acceptsEpoch(header.epoch, { record: this.#head.record, floor: this.#floor })
    if (!current || findMember(this.#roster, header.sender) === undefined) return 'refused'
    this.#ids.add(id)
    this.log.push(envelope)
    return 'taken'
  }
}

/** A device (or one of its tabs: they share `author` and `puks`, nothing else). */
export class ModelClient {
  readonly author: Author
  readonly #puks: readonly PukSecret[]
  readonly #chains: Chains
  readonly #server: ModelServer
  #verified: VerifiedEpoch[] = []
  #keys = new Map<number, EpochKey>()

  constructor(author: Author, puks: readonly PukSecret[], chains: Chains, server: ModelServer) {
    this.author = author
    this.#puks = puks
    this.#chains = chains
    this.#server = server
  }

  /** All that was in memory is gone. */
  crash(): void {
    this.#verified = []
    this.#keys = new Map()
  }

  async sync(): Promise<void> {
    while (this.#verified.length < this.#server.epochs.length) {
      const next = this.#server.epochs[this.#verified.length]
      if (next === undefined) return
      const result = await verifyEpoch(this.#verified.at(-1) ?? null, next.bytes, this.#chains)
      if (!result.ok) throw new Error(`epoch ${this.#verified.length}: ${result.reason}`)
      this.#verified.push(result.epoch)
    }
  }

  /** False when the head does not allow the intent (any more) or the head's key is out of reach. */
  async rotate(intent: Intent, crashBefore: boolean): Promise<boolean> {
    for (let attempt = 0; attempt < 4; attempt++) {
      const prev = this.#verified.at(-1)
      if (prev === undefined || findMember(prev.roster, this.author.user) === undefined) return false
      const made = await this.#make(prev, intent)
      if (made === null) return false
      if (crashBefore) {
        this.crash()
        return false
      }
      if (this.#server.postEpoch(made.bytes, made.boxes)) return true
      await this.sync()
    }
    return false
  }

  /** Sends by the newest epoch it knows; refused, it syncs and seals again under the same id. */
  async send(msgId: MsgId, text: string): Promise<boolean> {
    for (let attempt = 0; attempt < 2; attempt++) {
      const epoch = this.#verified.at(-1)
      const key = epoch === undefined ? null : await this.key(epoch.record.n)
      if (epoch === undefined || key === null) return false
      const body = encodeBody({ type: KIND.text, text, ext: [] })
      const sealed = { epoch, key, author: this.author, kind: KIND.text, msgId, seen: EMPTY_LOG, body }
      const { envelope } = await sealMessage(sealed)
      if (this.#server.postMessage(envelope) === 'taken') return true
      await this.sync()
    }
    return false
  }

  /** Own box, the same key as the epoch before, or a walk back from a later one. */
  async key(n: number): Promise<EpochKey | null> {
    const known = this.#keys.get(n)
    if (known !== undefined) return known
    const key = (await this.#boxedKey(n)) ?? (await this.#walkedKey(n))
    if (key !== null) this.#keys.set(n, key)
    return key
  }

  /** Null where the key is out of reach; throws if a message that can be opened is refused. */
  async open(envelope: Bytes): Promise<Bytes | null> {
    const { header } = decodeEnvelopeHeader(envelope)
    const epoch = this.#verified[header.epoch]
    const key = await this.key(header.epoch)
    if (epoch === undefined || key === null) return null
    const result = await openMessage({ envelope, epoch, key, chains: this.#chains })
    if (!result.ok) throw new Error(`message: ${result.reason}`)
    return result.body
  }

  async #make(prev: VerifiedEpoch, intent: Intent): Promise<NewEpoch | null> {
    const key = await this.key(prev.record.n)
    if (key === null) return null
    const { author } = this
    try {
      return await nextEpoch({ prev, prevEk: key.ek, intent, author, chains: this.#chains, seen: EMPTY_LOG })
    } catch (error) {
      if (error instanceof CryptoError && error.code === 'not_allowed') return null
      throw error
    }
  }

  async #boxedKey(n: number): Promise<EpochKey | null> {
    const epoch = this.#verified[n]
    if (epoch === undefined) return null
    const box = this.#server.epochs[n]?.boxes.get(this.author.user)
    if (box !== undefined) {
      // Opening is by far the dearest step and gives all of a person's tabs and devices the same: once is enough here.
      const opened = this.#server.opened.get(box) ?? this.#open(epoch, box)
      this.#server.opened.set(box, opened)
      return opened
    }
    const before = epoch.record.sameKey ? await this.#boxedKey(n - 1) : null
    return before !== null && isCommitted(epoch.record, before.ek) ? createEpochKey(before.chat, n, before.ek) : null
  }

  #open({ record, roster }: VerifiedEpoch, box: Bytes): Promise<EpochKey | null> {
    return openBox({ record, roster, user: this.author.user, puks: this.#puks, box })
  }

  async #walkedKey(n: number): Promise<EpochKey | null> {
    const epoch = this.#verified[n]
    const newer = this.#verified[n + 1]
    if (epoch === undefined || newer === undefined) return null
    const key = await this.key(n + 1)
    const ek = key === null ? null : await previousKey(newer.record, key.ek, epoch.record)
    return ek === null ? null : createEpochKey(epoch.record.chat, n, ek)
  }
}
