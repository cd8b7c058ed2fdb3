import { frameKey } from '@soroka/crypto'
import {
  type CallId,
  type CallMedia,
  type CallReport,
  type CallState as WireState,
  type ChatId,
  SorokaError,
  type UserId,
} from '@soroka/protocol'
import type { GuestId, LinkId } from '@soroka/protocol'
import type { DownFrame } from '@soroka/protocol/frames'
import type { Api } from '../api/api.ts'
import { hasCode } from '../api/api-errors.ts'
import type { LocalAccount } from '../auth/local-account.ts'
import type { Epochs } from '../epochs/epochs.ts'
import { GuestHost } from '../guest/host.ts'
import type { CallEvent, CallParty, CallsApi, CallSignal, CallState, FrameKeys } from '../types.ts'
import type { Connection } from '../websocket/connection.ts'
import { CallNews } from './call-news.ts'
import { CallStates } from './call-states.ts'
import { IceCache } from './ice.ts'
import { Joins } from './joins.ts'
import { OwnMedia } from './own-media.ts'
import { Signals } from './signals.ts'
import { underHead } from './under-head.ts'

interface Deps {
  api: Pick<Api, 'calls' | 'guests'>
  account: Pick<LocalAccount, 'self' | 'deviceKey' | 'readSession'>
  epochs: Pick<Epochs, 'openSignal' | 'withHead' | 'verified' | 'keyAt'>
  connection: Pick<Connection, 'post' | 'postUnless'>
  tell(event: CallEvent): void
  failed(error: unknown): void
  now(): number
}

/** Calls of this account, for all of its tabs: runs in the one that leads. The media itself is the page's business. */
export class Calls implements CallsApi {
  readonly #deps: Deps
  readonly #states: CallStates
  readonly #news: CallNews
  readonly #ice: IceCache
  readonly #signals: Signals
  readonly #guests: GuestHost
  readonly #joins = new Joins()
  readonly #media: OwnMedia

  constructor(deps: Deps) {
    const { api, now } = deps
    this.#deps = deps
    this.#ice = new IceCache(api, now)
    this.#guests = new GuestHost(deps)
    this.#news = new CallNews({ ...deps, guests: this.#guests })
    this.#media = new OwnMedia(deps.connection, deps.account.self.device)
    this.#states = new CallStates({
      self: deps.account.self.user,
      changed: (state) => this.#changed(state),
      now,
    })
    this.#signals = new Signals({
      ...deps,
      guests: this.#guests,
      state: (call) => this.#find(call),
      joined: () => this.#joins.settled(),
      refused: (call, to, error) => this.#refused(call, to, error),
    })
  }

  ice(): ReturnType<CallsApi['ice']> {
    return this.#ice.get()
  }

  async live(): Promise<CallState[]> {
    const { calls } = await this.#deps.api.calls.live()
    const newest = calls.map((state) => this.#states.take(state)).filter(({ ended }) => ended === null)
    return await Promise.all(newest.map((state) => this.#news.shown(state)))
  }

  async get(call: CallId): Promise<CallState> {
    return await this.#answer(this.#deps.api.calls.get({ call }))
  }

  /** Makes the direct chat with somebody whom I have never written to: its key seals the signals. */
  async start(input: { call: CallId; chat: ChatId; media: CallMedia; ring?: UserId[] }): Promise<CallState> {
    await this.#canSeal(input.chat)
    return await this.#enter(input.media, () => this.#deps.api.calls.start(input))
  }

  async join(input: { call: CallId; media: CallMedia; move?: boolean }): Promise<CallState> {
    await this.#canSeal(await this.#chatOf(input.call))
    return await this.#enter(input.media, () => this.#deps.api.calls.join(input))
  }

  async decline(call: CallId): Promise<void> {
    await this.#answer(this.#deps.api.calls.decline({ call }))
  }

  async leave(call: CallId): Promise<void> {
    this.#media.forget(call)
    await this.#answer(this.#deps.api.calls.leave({ call }))
  }

  async end(call: CallId): Promise<void> {
    await this.#answer(this.#deps.api.calls.end({ call }))
  }

  async ring(call: CallId, users: UserId[]): Promise<void> {
    await this.#answer(this.#deps.api.calls.ring({ call, users }))
  }

  async remove(call: CallId, user: UserId): Promise<void> {
    await this.#answer(this.#deps.api.calls.remove({ call, user }))
  }

  /** Lost without a connection: whoever comes back later reads how the call stands. */
  async heard(call: CallId, busy: boolean): Promise<void> {
    this.#deps.connection.post({ t: 'call.heard', call, busy })
  }

  async media(call: CallId, media: CallMedia): Promise<void> {
    this.#media.tell(call, media)
  }

  async alive(call: CallId): Promise<void> {
    this.#deps.connection.post({ t: 'call.alive', call })
  }

  signal(call: CallId, from: CallParty, to: CallParty, signal: CallSignal): Promise<void> {
    return this.#signals.send(call, from, to, signal)
  }

  async sfu(call: CallId) {
    return await this.#deps.api.calls.sfu({ call })
  }

  /** @throws SorokaError NOT_FOUND, KEY_CHANGED */
  async frameKeys(call: CallId, senders: CallParty[], index: number): Promise<FrameKeys> {
    return await underHead(this.#deps.epochs, await this.#chatOf(call), async ({ epoch, key }) => ({
      epoch: epoch.record.n,
      keys: senders.map((sender) => frameKey(key, { call, sender, index })),
    }))
  }

  async report(report: CallReport): Promise<void> {
    await this.#deps.api.calls.report(report)
  }

  async guestLink(call: CallId): Promise<{ link: LinkId; key: string }> {
    const { link, key, answer } = await this.#guests.link(await this.#known(call))
    if (answer !== null) await this.#answer(answer)
    return { link, key }
  }

  async dropGuestLink(call: CallId): Promise<void> {
    await this.#answer(this.#deps.api.guests.dropLink({ call }))
  }

  async admitGuest(call: CallId, guest: GuestId): Promise<void> {
    await this.#answer(this.#guests.admit(await this.#known(call), guest))
  }

  async refuseGuest(call: CallId, guest: GuestId): Promise<void> {
    await this.#answer(this.#guests.refuse(await this.#known(call), guest))
  }

  async history(input: { before?: number; missed?: boolean; chat?: ChatId } = {}) {
    return await this.#deps.api.calls.list(input)
  }

  async seen(upTo: number): Promise<void> {
    await this.#deps.api.calls.seen({ upTo })
    this.#deps.tell({ type: 'call_history' })
  }

  /** The socket is up: what was missed meanwhile is read, what was not told is told. */
  async ready(): Promise<void> {
    this.#ice.forget()
    this.#media.tellAgain()
    const known = this.#states.live
    const live = new Set((await this.live()).map(({ id }) => id))
    for (const { id } of known) if (!live.has(id)) await this.#look(id)
  }

  frame(frame: Extract<DownFrame, { t: 'call.changed' | 'call.signalled' | 'call.seen' }>): void {
    if (frame.t === 'call.changed') this.#states.take(frame.call)
    else if (frame.t === 'call.seen') this.#deps.tell({ type: 'call_history' })
    else void this.#signals.came(frame).catch((error: unknown) => this.#deps.failed(error))
  }

  /** The chat has another epoch: whoever is no longer in its roster is not in its call, and frames go under its keys. */
  rosterMoved(chat: ChatId): void {
    for (const state of this.#states.live) {
      if (state.chat !== chat) continue
      this.#news.tell(state)
      this.#deps.tell({ type: 'call_keys', call: state.id })
    }
  }

  /** I am no longer in this chat. */
  left(chat: ChatId): void {
    this.#states.left(chat)
  }

  /** What the tab that leads told: this one may have to lead next. */
  heardOf(event: CallEvent): void {
    if (event.type === 'call') this.#states.note(event.call)
    if (event.type === 'call_signal') this.#signals.heard(event)
  }

  /** Whoever could say nothing to the others does not come in: they would wait for him. */
  async #canSeal(chat: ChatId): Promise<void> {
    await underHead(this.#deps.epochs, chat, async () => true)
  }

  /** Comes into a call. Other devices may speak to this one before the page has heard that it is in: they wait for that. */
  #enter(media: CallMedia, work: () => Promise<{ call: WireState }>): Promise<CallState> {
    return this.#joins.run(async () => {
      const state = await this.#answer(work())
      this.#media.entered(state.id, media)
      return state
    })
  }

  async #answer(asked: Promise<{ call: WireState }>): Promise<CallState> {
    return await this.#news.shown(this.#states.take((await asked).call))
  }

  async #chatOf(call: CallId): Promise<ChatId> {
    return (await this.#known(call)).chat
  }

  async #known(call: CallId): Promise<WireState> {
    const state = await this.#find(call)
    if (state === null) throw new SorokaError('NOT_FOUND')
    return state
  }

  async #find(call: CallId): Promise<WireState | null> {
    return this.#states.get(call) ?? (await this.#look(call))
  }

  /** How it stands now, from the server. */
  async #look(call: CallId): Promise<WireState | null> {
    try {
      return this.#states.take((await this.#deps.api.calls.get({ call })).call)
    } catch (error) {
      if (!hasCode(error, 'NOT_FOUND')) throw error
      this.#states.lost(call)
      return null
    }
  }

  /** Too many at once is over in a moment; else the call is another one than is known here. */
  #refused(call: CallId, to: CallParty, { code }: SorokaError): void {
    if (code !== 'RATE_LIMITED') this.#look(call).catch((error: unknown) => this.#deps.failed(error))
    this.#deps.tell({ type: 'call_refused', call, to })
  }

  #over(call: CallId): void {
    this.#signals.over(call)
    this.#guests.over()
  }

  #changed(state: WireState): void {
    this.#media.follow(state)
    if (state.ended !== null) this.#over(state.id)
    this.#news.tell(state)
  }
}
