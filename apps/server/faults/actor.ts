import { setTimeout as pause } from 'node:timers/promises'
import type { ChatId, MsgId } from '@soroka/protocol'
import { limits } from '@soroka/protocol'
import type { DownFrame } from '@soroka/protocol/frames'
import { decodeEnvelopeHeader } from '@soroka/protocol/records'
import { WebSocket } from 'ws'
import { refreshInput } from '../src/features/auth/refresh-token.ts'
import type { Grant } from '../src/features/auth/sessions.ts'
import { newMsgId, signBytes } from '../src/testing/people.ts'
import type { TestPerson } from '../src/testing/people.ts'
import { sealedEnvelope } from '../src/testing/sealed.ts'
import type { Ack } from './check-logs.ts'

/** Where it connects. */
interface Server {
  readonly url: string
}

interface Pending {
  readonly chat: ChatId
  readonly msgId: MsgId
  readonly envelope: string
}

/**
 * A client reduced to its promises: what was written is sent until it is acknowledged, under the same id; what comes by
 * the socket, by the answer and by catch-up goes through one function.
 */
export class Actor {
  readonly name: string
  readonly acks: Ack[] = []
  readonly logs = new Map<ChatId, Map<number, string>>()
  readonly broken: string[] = []
  readonly #server: Server
  readonly #person: TestPerson
  #grant: Grant
  readonly #chats: readonly ChatId[]
  readonly #outbox = new Map<number, Pending>()
  #lastId = 0
  #ws: WebSocket | undefined
  #ready = false
  #acting = true
  #writing = true
  #life: Promise<void> | undefined
  #renewing: Promise<void> | undefined

  constructor(server: Server, person: TestPerson, grant: Grant, chats: readonly ChatId[]) {
    this.#server = server
    this.#person = person
    this.#grant = grant
    this.#chats = chats
    this.name = person.user.slice(0, 6)
    for (const chat of chats) this.logs.set(chat, new Map())
  }

  /** Connects, comes back whenever it is thrown out, and writes a message every `everyMs` or so. */
  act(everyMs: number): void {
    this.#life = Promise.all([this.#stayConnected(), this.#keepWriting(everyMs)]).then(() => undefined)
  }

  get waiting(): number {
    return this.#outbox.size
  }

  /** The seq up to which it has everything of its chats. */
  get ends(): ReadonlyMap<ChatId, number> {
    return new Map(this.#chats.map((chat) => [chat, this.#end(chat)]))
  }

  get connected(): boolean {
    return this.#ready
  }

  /** Writes nothing new; what is in the outbox goes on. */
  fallSilent(): void {
    this.#writing = false
  }

  async leave(): Promise<void> {
    this.#acting = false
    this.#ws?.terminate()
    await this.#life
  }

  /** Reads by seq what is missing of every chat. */
  async catchUp(): Promise<void> {
    for (const chat of this.#chats) {
      for (;;) {
        const page = await this.#page(chat, this.#end(chat))
        for (const row of page.rows) this.#apply(chat, row.seq, row.envelope)
        if (this.#end(chat) >= page.lastSeq) break
      }
    }
  }

  async #keepWriting(everyMs: number): Promise<void> {
    for (;;) {
      await pause(everyMs * (0.5 + Math.random()))
      if (!this.#acting || !this.#writing) return
      if (this.#outbox.size >= 8) continue
      const chat = this.#chats[Math.random() < 0.8 ? 0 : 1]
      if (chat === undefined) return
      const msgId = newMsgId()
      const pending = { chat, msgId, envelope: sealedEnvelope(this.#person, chat, { msgId, size: 64 }) }
      this.#outbox.set(++this.#lastId, pending)
      if (this.#ready) this.#tell(this.#lastId, pending)
    }
  }

  async #stayConnected(): Promise<void> {
    while (this.#acting) {
      await this.#connectOnce().catch(() => undefined)
      this.#ready = false
      await pause(50 + Math.random() * 200)
    }
  }

  /** Resolves when the connection is gone. */
  async #connectOnce(): Promise<void> {
    const { ticket } = await this.#ask<{ ticket: string }>('/auth/ticket', 'POST')
    const ws = new WebSocket(`${this.#server.url.replace('http', 'ws')}/ws/${ticket}`, { perMessageDeflate: false })
    this.#ws = ws
    ws.on('message', (data: Buffer) => this.#hear(JSON.parse(data.toString()) as DownFrame))
    await new Promise<void>((done) => {
      ws.on('close', () => done())
      ws.on('error', () => ws.terminate())
    })
  }

  #hear(frame: DownFrame): void {
    switch (frame.t) {
      case 'ready':
        this.#ready = true
        for (const [id, pending] of this.#outbox) this.#tell(id, pending)
        void this.catchUp().catch(() => this.#ws?.terminate())
        return
      case 'message.accepted': {
        const pending = this.#outbox.get(frame.id)
        if (pending === undefined) return
        this.#outbox.delete(frame.id)
        this.acks.push({ chat: frame.chat, msgId: frame.msgId, seq: frame.seq })
        this.#apply(frame.chat, frame.seq, pending.envelope)
        return
      }
      case 'message.refused': {
        const pending = this.#outbox.get(frame.id)
        if (frame.code !== 'UNAVAILABLE') this.broken.push(`${this.name} was refused: ${frame.code}`)
        else if (pending !== undefined) setTimeout(() => this.#tell(frame.id, pending), 200)
        return
      }
      case 'message.created':
        this.#apply(frame.chat, frame.seq, frame.envelope)
        return
      case 'error':
        this.broken.push(`${this.name} heard ${frame.code}`)
        return
      default:
        return
    }
  }

  #tell(id: number, { envelope }: Pending): void {
    if (this.#ws?.readyState === WebSocket.OPEN && this.#outbox.has(id))
      this.#ws.send(JSON.stringify({ t: 'message.send', id, envelope }))
  }

  #apply(chat: ChatId, seq: number, envelope: string): void {
    const { msgId } = decodeEnvelopeHeader(Buffer.from(envelope, 'base64url')).header
    const log = this.logs.get(chat)
    const known = log?.get(seq)
    if (known !== undefined && known !== msgId)
      this.broken.push(`G4 ${this.name} saw two messages at ${seq} of ${chat}`)
    log?.set(seq, msgId)
  }

  /** The seq up to which nothing is missing. */
  #end(chat: ChatId): number {
    const log = this.logs.get(chat)
    let seq = 0
    while (log?.has(seq + 1) === true) seq++
    return seq
  }

  #page(chat: ChatId, after: number): Promise<{ lastSeq: number; rows: { seq: number; envelope: string }[] }> {
    return this.#ask(`/chats/${chat}/messages?after=${after}&limit=${limits.pageRows}`, 'GET')
  }

  async #ask<T>(path: string, method: string): Promise<T> {
    let response = await this.#fetch(path, method)
    if (response.status === 401) {
      await this.#renew()
      response = await this.#fetch(path, method)
    }
    if (!response.ok) throw new Error(`${path}: ${response.status}`)
    return (await response.json()) as T
  }

  #fetch(path: string, method: string): Promise<Response> {
    const headers = { authorization: `Bearer ${this.#grant.accessToken}` }
    return fetch(`${this.#server.url}/api${path}`, { method, headers })
  }

  /** One refresh at a time: a token that is used twice ends the session (S2). */
  #renew(): Promise<void> {
    this.#renewing ??= this.#refresh().finally(() => {
      this.#renewing = undefined
    })
    return this.#renewing
  }

  async #refresh(): Promise<void> {
    const { session, generation, refreshToken } = this.#grant
    const signature = signBytes(this.#person.device.key, refreshInput(session, generation))
    const response = await fetch(`${this.#server.url}/api/auth/s/body/refresh`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ session, refreshToken, signature: Buffer.from(signature).toString('base64url') }),
    })
    if (!response.ok) throw new Error(`refresh: ${response.status}`)
    this.#grant = { ...this.#grant, ...((await response.json()) as Partial<Grant>) }
  }
}
