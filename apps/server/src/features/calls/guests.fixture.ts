import type { CallId, CallMedia, CallState, GuestCall, GuestId, LinkId } from '@soroka/protocol'
import type { UpFrame } from '@soroka/protocol/frames'
import { ask, TestClient } from '../../testing/index.ts'
import type { Answer, TestServer } from '../../testing/index.ts'
import { randomId } from '../../testing/people.ts'
import { TestSocket } from '../../testing/test-socket.ts'

export const media: CallMedia = { audio: true, video: false, screen: false, hand: false }
export const PASS = 'UEFTUw'

/** What came of a request: its code, or ok. */
export const outcome = ({ status, code }: Answer<unknown>): string => (status === 200 ? 'ok' : (code ?? String(status)))

const socketAt = (server: TestServer, ticket: string): TestSocket =>
  new TestSocket(`ws://127.0.0.1:${server.port}/ws/${ticket}`, { origin: server.url })

/** Somebody with an account, and his socket. */
export class Member {
  readonly client: TestClient
  readonly socket: TestSocket

  private constructor(client: TestClient, socket: TestSocket) {
    this.client = client
    this.socket = socket
  }

  static async signUp(server: TestServer): Promise<Member> {
    const client = await new TestClient(server).signUp()
    const { ticket } = (await client.ask<{ ticket: string }>('/auth/ticket', { body: {} })).body
    const socket = socketAt(server, ticket)
    await socket.next('ready')
    return new Member(client, socket)
  }

  /** A verb of a call, like `join` or `guests/{guest}/admit`. */
  verb(call: CallId, verb: string, body: object = {}, method = 'POST'): Promise<Answer<{ call: CallState }>> {
    return this.client.ask(`/calls/${call}/${verb}`, { method, body })
  }

  async setLink(call: CallId): Promise<{ link: LinkId; answer: string }> {
    const link = randomId() as LinkId
    return { link, answer: outcome(await this.verb(call, 'link', { link, epoch: 0, card: 'Q0FSRA' }, 'PUT')) }
  }

  async admit(call: CallId, guest: GuestId): Promise<string> {
    return outcome(await this.verb(call, `guests/${guest}/admit`, { pass: PASS }))
  }

  async refuse(call: CallId, guest: GuestId): Promise<string> {
    return outcome(await this.verb(call, `guests/${guest}/refuse`))
  }

  /** The first state of a call that he is told and that is so. */
  async told(call: CallId, test: (state: CallState) => boolean): Promise<CallState> {
    return (await this.socket.next('call.changed', (frame) => frame.call.id === call && test(frame.call))).call
  }
}

let networks = 0

/** Somebody without an account, in a network of his own. */
export class Visitor {
  readonly id: GuestId
  token = ''
  readonly #server: TestServer
  readonly #ip = `198.51.${(networks >> 8) & 255}.${networks++ & 255}`

  constructor(server: TestServer, id: string = randomId()) {
    this.#server = server
    this.id = id as GuestId
  }

  ask<T = { call: GuestCall }>(path: string, method = 'POST', body?: object, token = this.token): Promise<Answer<T>> {
    const sent = method === 'GET' || method === 'HEAD' ? {} : { body: body ?? {} }
    const headers = { 'x-forwarded-for': this.#ip }
    return ask(`${this.#server.url}/api${path}`, { method, headers, token: token === '' ? undefined : token, ...sent })
  }

  look(link: LinkId): Promise<Answer> {
    return this.ask(`/guests/links/${link}`, 'GET')
  }

  async knock(link: LinkId, more: object = {}): Promise<string> {
    const body = { guest: this.id, hello: 'SEVMTE8', ...more }
    const answer = await this.ask<{ token: string; call: GuestCall }>(`/guests/links/${link}/knock`, 'POST', body)
    if (answer.status === 200) this.token = answer.body.token
    return outcome(answer)
  }

  me(): Promise<Answer<{ call: GuestCall }>> {
    return this.ask('/guests/me', 'GET')
  }

  join(): Promise<Answer<{ call: GuestCall }>> {
    return this.ask('/guests/me/join', 'POST', { media })
  }

  async ticket(): Promise<string> {
    return (await this.ask<{ ticket: string }>('/guests/me/ticket')).body.ticket
  }

  /** A socket with some ticket, which may be refused. */
  open(ticket: string): TestSocket {
    return socketAt(this.#server, ticket)
  }

  async connect(): Promise<TestSocket> {
    const socket = this.open(await this.ticket())
    await socket.next('ready')
    return socket
  }
}

/** One of each frame that there is, about a call that runs. */
export function everyFrame(call: CallId, chat: string, to: { user: string; device: string }): UpFrame[] {
  const frames = {
    'message.send': { id: 1, envelope: 'AAAA' },
    'chat.mark': { chat, read: 1 },
    'typing.start': { chat },
    'presence.watch': { users: [to.user] },
    focus: { visible: true, chat },
    'call.heard': { call, busy: false },
    'call.signal': { id: 2, call, to, signal: 'AAAA' },
    'call.media': { call, media },
    'call.alive': { call },
    'guest.signal': { id: 3, to: to.device, signal: 'AAAA' },
    'guest.media': { media },
    'guest.alive': {},
    ping: { id: 4 },
  } satisfies Record<UpFrame['t'], object>
  return Object.entries(frames).map(([t, rest]) => ({ t, ...rest }) as UpFrame)
}
