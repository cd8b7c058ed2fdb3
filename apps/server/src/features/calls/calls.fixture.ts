import { call } from '@orpc/server'
import type { CallId, CallMedia, CallState, ChatId, UserId } from '@soroka/protocol'
import { randomId, TestPerson } from '../../testing/people.ts'
import type { TestDevice } from '../../testing/people.ts'
import { RealtimeHarness } from '../../testing/realtime-harness.ts'
import type { TestSocket } from '../../testing/test-socket.ts'

export const media: CallMedia = { audio: true, video: false, screen: false, hand: false }
export const newCallId = (): CallId => randomId() as CallId

/** A device with its socket, and the verbs that it uses. */
export class Phone {
  readonly person: TestPerson
  readonly device: TestDevice
  readonly socket: TestSocket
  readonly #server: RealtimeHarness

  constructor(server: RealtimeHarness, person: TestPerson, device: TestDevice, socket: TestSocket) {
    this.#server = server
    this.person = person
    this.device = device
    this.socket = socket
  }

  get user(): UserId {
    return this.person.user
  }

  /** As signals name it. */
  get party() {
    return { user: this.user, device: this.device.id }
  }

  async start(chat: ChatId, more: { call?: CallId; ring?: UserId[]; video?: boolean } = {}): Promise<CallState> {
    const { call: id = newCallId(), ring, video = false } = more
    const input = { call: id, chat, media: { ...media, video }, ...(ring === undefined ? {} : { ring }) }
    return (await call(this.#calls.start, input, this.#as)).call
  }

  async join(id: CallId, move = false): Promise<CallState> {
    return (await call(this.#calls.join, { call: id, media, move }, this.#as)).call
  }

  async decline(id: CallId): Promise<CallState> {
    return (await call(this.#calls.decline, { call: id }, this.#as)).call
  }

  async leave(id: CallId): Promise<CallState> {
    return (await call(this.#calls.leave, { call: id }, this.#as)).call
  }

  async end(id: CallId): Promise<CallState> {
    return (await call(this.#calls.end, { call: id }, this.#as)).call
  }

  async ring(id: CallId, users: UserId[]): Promise<CallState> {
    return (await call(this.#calls.ring, { call: id, users }, this.#as)).call
  }

  async remove(id: CallId, user: UserId): Promise<CallState> {
    return (await call(this.#calls.remove, { call: id, user }, this.#as)).call
  }

  async get(id: CallId): Promise<CallState> {
    return (await call(this.#calls.get, { call: id }, this.#as)).call
  }

  async live(): Promise<CallState[]> {
    return (await call(this.#calls.live, undefined, this.#as)).calls
  }

  history(query: { missed?: string; before?: number; chat?: ChatId } = {}) {
    return call(this.#calls.list, query as never, this.#as)
  }

  seen(upTo: number) {
    return call(this.#calls.seen, { upTo }, this.#as)
  }

  ice() {
    return call(this.#calls.ice, undefined, this.#as)
  }

  /** The newest state of a call that this device was told and that is so. */
  async told(id: CallId, test: (state: CallState) => boolean = () => true): Promise<CallState> {
    return (await this.socket.next('call.changed', (frame) => frame.call.id === id && test(frame.call))).call
  }

  get #calls() {
    return this.#server.realtime.calls
  }

  get #as() {
    return this.#server.as(this.person, this.device)
  }
}

/** A server with a clock that tests move. */
export class CallStage {
  readonly server: RealtimeHarness
  readonly #clock: { ahead: number }

  private constructor(server: RealtimeHarness, clock: { ahead: number }) {
    this.server = server
    this.#clock = clock
  }

  static async start(options: Parameters<typeof RealtimeHarness.start>[0] = {}): Promise<CallStage> {
    const clock = { ahead: 0 }
    const server = await RealtimeHarness.start({ ...options, now: () => Date.now() + clock.ahead })
    return new CallStage(server, clock)
  }

  /** Time passes for the server; what is due is swept within a second. */
  pass(ms: number): void {
    this.#clock.ahead += ms
  }

  async phone(person = this.server.add(new TestPerson()), device = person.device): Promise<Phone> {
    return new Phone(this.server, person, device, await this.server.connect(person, device))
  }

  async phones(count: number): Promise<Phone[]> {
    return Promise.all(Array.from({ length: count }, () => this.phone()))
  }

  /** Two people with their direct chat. */
  async pair(): Promise<{ anna: Phone; boris: Phone; chat: ChatId }> {
    const [one, two] = [this.server.add(new TestPerson()), this.server.add(new TestPerson())]
    const { chat } = await this.server.createDirect(one, two)
    return { anna: await this.phone(one), boris: await this.phone(two), chat }
  }

  /** Another device of somebody. */
  second({ person }: Phone): Promise<Phone> {
    return this.phone(person, person.addDevice())
  }

  lines(id: CallId): Promise<{ user: UserId; outcome: string }[]> {
    return this.server.database.sql`
      SELECT user_id AS user, outcome FROM call_participants WHERE call_id = ${id} ORDER BY came_at NULLS LAST`
  }
}
