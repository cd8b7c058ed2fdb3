import { fromBase64url, toBase64url } from '@soroka/protocol/bytes'
import { type VaultEntry, vaultEntry } from '@soroka/protocol/contract'
import * as z from 'zod/mini'
import type { Api } from '../api/api.ts'
import { hasCode } from '../api/api-errors.ts'
import type { LocalAccount } from '../auth/local-account.ts'
import type { AccountVault } from './account-vault.ts'
import { type Entry, valueOf } from './entry-rows.ts'
import { mergeEntries, same } from './merge.ts'

interface Deps {
  api: { vault: Pick<Api['vault'], 'list' | 'put'> }
  account: Pick<LocalAccount, 'db'>
  vault: AccountVault
  /** This tab leads and has a server. */
  online(): boolean
  failed(error: unknown): void
}

const RETRY = 5_000
const REST = 1_500
const position = z.object({ era: z.string(), rev: z.int().check(z.nonnegative()) })
const content = z.object({ name: z.string(), value: z.nullable(z.record(z.string(), z.unknown())) })

/** What an entry of the server brought; `newer`: a key is needed that this device doesn't have yet. */
type Taken = { is: 'news'; name: string } | { is: 'nothing' } | { is: 'newer' }

/**
 * Carries the vault between this device and the server, in the leading tab. A version below one that was known is never
 * taken (R22); in a new era what the restored server lost is given to it again (R9).
 */
export class VaultSync {
  readonly #deps: Deps
  #running: Promise<void> | undefined
  #again = false
  #era = ''
  #resting: ReturnType<typeof setTimeout> | undefined
  #retry: ReturnType<typeof setTimeout> | undefined

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** A connection stands. */
  ready(era: string): void {
    this.#era = era
    this.#deps.vault.renewKeys()
    this.kick()
  }

  /** The server has news, or this device has. */
  kick(): void {
    clearTimeout(this.#retry)
    if (this.#era === '' || !this.#deps.online()) return
    if (this.#running !== undefined) this.#again = true
    else
      this.#running = this.#run().finally(() => {
        this.#running = undefined
        if (this.#again) this.kick()
      })
  }

  /** Entries were changed on this device. Drafts wait until the fingers rest. */
  changed(names: readonly string[]): void {
    if (!names.every((name) => name.startsWith('draft/'))) return this.kick()
    clearTimeout(this.#resting)
    this.#resting = setTimeout(() => this.kick(), REST)
  }

  stop(): void {
    clearTimeout(this.#retry)
    clearTimeout(this.#resting)
    this.#era = ''
  }

  async #run(): Promise<void> {
    this.#again = false
    try {
      await this.#pull()
      for (const entry of (await this.#deps.vault.entries()).values())
        if (entry.mine !== undefined && this.#deps.online()) await this.#tryPush(entry)
    } catch (error) {
      this.#deps.failed(error)
      if (this.#deps.online()) this.#retry = setTimeout(() => this.kick(), RETRY)
    }
  }

  async #pull(): Promise<void> {
    const { api, account, vault } = this.#deps
    const before = position.safeParse(await account.db.get('meta', 'vault position')).data
    const sameEra = before?.era === this.#era
    const listed = new Map<string, number>()
    let rev = sameEra ? before.rev : 0
    for (let more = true; more;) {
      const page = await api.vault.list({ after: `${rev}` })
      const changed: string[] = []
      for (const entry of page.entries) {
        listed.set(entry.key, entry.version)
        const taken = await this.#take(entry)
        // Sealed with a key that this device gets later: the rest waits with it.
        if (taken.is === 'newer') return vault.tell(changed)
        if (taken.is === 'news') changed.push(taken.name)
        rev = Math.max(rev, entry.rev)
      }
      if (changed.length > 0) vault.tell(changed)
      more = page.more && page.entries.length > 0
    }
    if (!sameEra && before !== undefined) await this.#giveBack(listed)
    await account.db.put('meta', { era: this.#era, rev }, 'vault position')
  }

  async #take(wire: VaultEntry): Promise<Taken> {
    const { vault } = this.#deps
    const keys = await vault.keys()
    const opened = await keys.open(wire.key, wire.version, fromBase64url(wire.sealed))
    if (opened.is !== 'opened') return opened.is === 'newer' ? opened : { is: 'nothing' }
    const { name, value } = content.parse(JSON.parse(opened.text))
    // One entry in another's place.
    if (keys.keyOf(name) !== wire.key) return { is: 'nothing' }
    const isNews = await vault.revise(wire.key, name, (entry) => {
      if (wire.version <= entry.version) return null
      const mine = entry.mine === undefined ? undefined : mergeEntries(entry.base, entry.mine, value)
      return { ...entry, version: wire.version, base: value, mine: same(mine, value) ? undefined : mine }
    })
    return isNews ? { is: 'news', name } : { is: 'nothing' }
  }

  async #giveBack(listed: ReadonlyMap<string, number>): Promise<void> {
    const { vault } = this.#deps
    for (const { key, name, version } of (await vault.entries()).values())
      if ((listed.get(key) ?? 0) < version)
        await vault.revise(key, name, (entry) => ({ ...entry, mine: valueOf(entry) }))
  }

  /** What the server will not take stays on this device, and holds up nothing else. */
  async #tryPush(entry: Entry): Promise<void> {
    try {
      await this.#push(entry)
    } catch (error) {
      if (!hasCode(error, 'LIMIT_REACHED', 'TOO_LARGE', 'BAD_REQUEST')) throw error
      this.#deps.failed(error)
    }
  }

  /** Writes one entry. To a server that fell behind it is written again and again, until it is above what devices know. */
  async #push(from: Entry): Promise<void> {
    const { api, vault } = this.#deps
    const keys = await vault.keys()
    let entry: Entry = from
    let version = entry.version + 1
    while (entry.mine !== undefined && this.#deps.online()) {
      const text = JSON.stringify({ name: entry.name, value: entry.mine })
      const sealed = toBase64url(await keys.seal(entry.key, version, text))
      try {
        await api.vault.put({ key: entry.key, version, sealed })
        if (version > entry.version) return await this.#wrote(entry, version)
        version++
      } catch (error) {
        if (!hasCode(error, 'CONFLICT')) throw error
        const theirs = vaultEntry.safeParse(error.data?.['entry']).data
        if (theirs !== undefined && theirs.version > entry.version) {
          const taken = await this.#take(theirs)
          if (taken.is !== 'news' || taken.name !== entry.name) return
          vault.tell([entry.name])
          entry = (await vault.entries()).get(entry.name) ?? entry
          version = entry.version + 1
        } else version = (theirs?.version ?? 0) + 1
      }
    }
  }

  /** What was changed while it was on its way stays to be sent. */
  async #wrote(sent: Entry, version: number): Promise<void> {
    const { vault } = this.#deps
    await vault.revise(sent.key, sent.name, (entry) => {
      if (version <= entry.version) return null
      const base = sent.mine ?? null
      const value = valueOf(entry)
      return { ...entry, version, base, mine: same(value, base) ? undefined : value }
    })
    if ((await vault.entries()).get(sent.name)?.mine !== undefined) this.#again = true
  }
}
