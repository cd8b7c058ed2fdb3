import type { ChatId, DeviceId, UserId } from '@soroka/protocol'
import type { PushDevice } from '@soroka/protocol/contract'
import { decodeEnvelopeHeader } from '@soroka/protocol/records'
import type { HeaderOptions } from '@soroka/protocol/records'
import { expect } from 'vitest'
import { groupEpoch } from '../../testing/group-epochs.ts'
import { startTestServer, TestClient } from '../../testing/index.ts'
import type { TestServer } from '../../testing/index.ts'
import { PushService } from '../../testing/push-service.ts'
import type { TestSubscription } from '../../testing/push-service.ts'
import { directEpoch, sealedEnvelope } from '../../testing/sealed.ts'
import { TestSocket } from '../../testing/test-socket.ts'

/** A server, a push service that it may ask, and people. */
export class PushWorld {
  readonly server: TestServer
  readonly service: PushService

  private constructor(server: TestServer, service: PushService) {
    this.server = server
    this.service = service
  }

  static async start(env: Readonly<Record<string, string>> = {}): Promise<PushWorld> {
    const service = await PushService.start()
    const server = await startTestServer({ env: { PUSH_INTERNAL_SERVICES: service.host, ...env } })
    return new PushWorld(server, service)
  }

  /** Nothing that was pushed may have been wrong. */
  async stop(): Promise<void> {
    await this.server.stop()
    await this.service.stop()
    expect(this.service.complaints).toEqual([])
  }

  /** Anna and Boris with a chat of theirs. */
  async meet(): Promise<{ anna: PushPerson; boris: PushPerson; chat: ChatId }> {
    const [anna, boris] = [await this.signUp(), await this.signUp()]
    return { anna, boris, chat: await this.makeDirect(anna, boris) }
  }

  async signUp(): Promise<PushPerson> {
    return new PushPerson(this, await new TestClient(this.server).signUp())
  }

  /** Two people with a chat that both have accepted. */
  async makeDirect(one: PushPerson, other: PushPerson, accepted = true): Promise<ChatId> {
    const { record, boxes, chat } = directEpoch(one.client.person, other.client.person)
    await one.ask('/chats/direct', { body: { record, boxes } })
    if (accepted) await other.ask(`/chats/${chat}/accept`, { body: {} })
    return chat
  }

  /** Until the server has looked whom to push the rows of a chat to, as far as this one. */
  async lookedThrough(chat: ChatId, seq: number): Promise<void> {
    const { sql } = this.server.database
    for (let tries = 0; tries < 300; tries++) {
      if ((await sql`SELECT 1 FROM push_cursors WHERE chat_id = ${chat} AND seq >= ${seq}`).length > 0) return
      await new Promise((wait) => setTimeout(wait, 10))
    }
    throw new Error('it was not looked through')
  }

  async makeGroup(owner: PushPerson, others: readonly PushPerson[]): Promise<ChatId> {
    const { record, boxes, chat } = groupEpoch(
      owner.client.person,
      others.map(({ client }) => client.person),
    )
    await owner.ask('/chats/group', { body: { record, boxes } })
    return chat
  }
}

/** A device of somebody: it may subscribe, and be connected. */
export class PushPerson {
  readonly client: TestClient
  readonly world: PushWorld
  #socket: TestSocket | undefined
  #subscription: TestSubscription | undefined

  constructor(world: PushWorld, client: TestClient) {
    this.world = world
    this.client = client
  }

  get user(): UserId {
    return this.client.user
  }

  get device(): DeviceId {
    return this.client.session.device as DeviceId
  }

  get subscription(): TestSubscription {
    if (this.#subscription === undefined) throw new Error('not subscribed')
    return this.#subscription
  }

  /** Another device of this person. */
  async secondDevice(): Promise<PushPerson> {
    return new PushPerson(this.world, await this.client.signIn())
  }

  async ask<T = Record<string, unknown>>(
    path: string,
    options: { readonly method?: string; readonly body?: unknown } = {},
  ): Promise<T> {
    const { status, body } = await this.client.ask<T>(path, options)
    if (status !== 200) throw new Error(JSON.stringify(body))
    return body
  }

  async connect(): Promise<TestSocket> {
    if (this.#socket !== undefined) return this.#socket
    const { ticket } = await this.ask<{ ticket: string }>('/auth/ticket', { body: {} })
    const socket = new TestSocket(`ws://127.0.0.1:${this.world.server.port}/ws/${ticket}`)
    await socket.next('ready')
    this.#socket = socket
    return socket
  }

  /** Says what is looked at, and waits until the server has written it. */
  async look(visible: boolean, chat: ChatId | null = null): Promise<void> {
    const socket = await this.connect()
    socket.tell({ t: 'focus', visible, chat })
    const { sql } = this.world.server.database
    for (let tries = 0; tries < 200; tries++) {
      const rows = await sql`
        SELECT 1 FROM push_focus WHERE user_id = ${this.user} AND device_id = ${this.device} AND visible = ${visible}
          AND chat_id IS NOT DISTINCT FROM ${chat}`
      if (rows.length > 0) return
      await new Promise((wait) => setTimeout(wait, 10))
    }
    throw new Error('the focus was not written')
  }

  async disconnect(): Promise<void> {
    this.#socket?.ws.close()
    await this.#socket?.closed
    this.#socket = undefined
    const { sql } = this.world.server.database
    const isThere = () => sql`SELECT 1 FROM push_focus WHERE user_id = ${this.user} AND device_id = ${this.device}`
    for (let tries = 0; (await isThere()).length > 0 && tries < 200; tries++)
      await new Promise((wait) => setTimeout(wait, 10))
  }

  async subscribe(
    extra: { readonly hideContent?: boolean; readonly lang?: 'ru' | 'en' } = {},
    subscription = this.world.service.subscribe(),
  ): Promise<PushDevice> {
    this.#subscription = subscription
    return this.ask<PushDevice>('/push/subscription', {
      method: 'PUT',
      body: { ...subscription.toJSON(), lang: 'en', ...extra },
    })
  }

  /** This device as the page of its health shows it. */
  async health(): Promise<PushDevice> {
    const { devices } = await this.ask<{ devices: PushDevice[] }>('/push/devices')
    const own = devices.find((one) => one.own)
    if (own === undefined) throw new Error('no device')
    return own
  }

  set(settings: object): Promise<unknown> {
    return this.ask('/push/settings', { method: 'PATCH', body: settings })
  }

  /** Sends a message; answers with its seq and id. */
  async say(
    chat: ChatId,
    options: {
      readonly kind?: number
      readonly clear?: HeaderOptions
      readonly target?: string
      readonly size?: number
    } = {},
  ): Promise<{ seq: number; msgId: string; envelope: string }> {
    const socket = await this.connect()
    const { target, ...rest } = options
    const envelope = sealedEnvelope(this.client.person, chat, {
      ...rest,
      device: this.client.device,
      ...(target === undefined ? {} : { target: target as never }),
    })
    const answer = await socket.send(envelope)
    if (answer.t !== 'message.accepted') throw new Error(answer.code)
    return { seq: answer.seq, msgId: decodeEnvelopeHeader(Buffer.from(envelope, 'base64url')).header.msgId, envelope }
  }

  /** Marks what was read. */
  async read(chat: ChatId, seq: number): Promise<void> {
    const socket = await this.connect()
    socket.tell({ t: 'chat.mark', chat, read: seq })
    const { sql } = this.world.server.database
    for (let tries = 0; tries < 300; tries++) {
      const rows = await sql`
        SELECT 1 FROM chat_participants WHERE chat_id = ${chat} AND user_id = ${this.user} AND read_seq >= ${seq}`
      if (rows.length > 0) return
      await new Promise((wait) => setTimeout(wait, 10))
    }
    throw new Error('the mark was not written')
  }

  /** Nothing comes: what another message brings afterwards comes first. */
  async hearsNothing(from = 0, ms = 600): Promise<boolean> {
    await new Promise((wait) => setTimeout(wait, ms))
    return this.subscription.pushes.length === from
  }
}
