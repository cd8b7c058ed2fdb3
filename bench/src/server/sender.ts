import { once } from 'node:events'
import type { ChatId } from '@soroka/protocol'
import {
  encodeEnvelope,
  encodeEnvelopeHeader,
  INNER_PREFIX_BYTES,
  IV_BYTES,
  KIND,
  TAG_BYTES,
} from '@soroka/protocol/records'
import { randomBytes } from 'node:crypto'
import { WebSocket } from 'ws'
import type { BenchUser } from './seed.ts'

/** A text of up to 256 padded bytes, sealed as far as the server can tell; base64url. */
export function benchEnvelope(author: BenchUser, chat: ChatId): string {
  const header = encodeEnvelopeHeader({
    kind: KIND.text,
    chat,
    epoch: 0,
    sender: author.user,
    device: author.device,
    msgId: randomBytes(16).toString('base64url') as never,
    epochHash: new Uint8Array(32),
    ext: [],
  })
  return Buffer.from(
    encodeEnvelope(
      header,
      new Uint8Array(randomBytes(IV_BYTES)),
      new Uint8Array(randomBytes(INNER_PREFIX_BYTES + 256 + TAG_BYTES)),
    ),
  ).toString('base64url')
}

/** A socket that keeps some messages in flight. */
export class Sender {
  readonly #ws: WebSocket
  readonly #author: BenchUser
  readonly #chat: ChatId
  readonly latencies: number[] = []

  private constructor(ws: WebSocket, author: BenchUser, chat: ChatId) {
    this.#ws = ws
    this.#author = author
    this.#chat = chat
  }

  static async open(port: number, author: BenchUser, chat: ChatId): Promise<Sender> {
    const ws = new WebSocket(`ws://127.0.0.1:${port}/ws/${author.ticket}`, { perMessageDeflate: false })
    await once(ws, 'message')
    return new Sender(ws, author, chat)
  }

  /** Sends `count` messages with `window` in flight; resolves when all are acknowledged. */
  send(count: number, window: number): Promise<void> {
    const envelopes = Array.from({ length: count }, () => benchEnvelope(this.#author, this.#chat))
    const began = new Map<number, number>()
    return new Promise((resolve, reject) => {
      let sent = 0
      let done = 0
      const next = (): void => {
        if (sent >= count) return
        began.set(sent, performance.now())
        this.#ws.send(`{"t":"message.send","id":${sent},"envelope":"${envelopes[sent++] ?? ''}"}`)
      }
      this.#ws.removeAllListeners('message')
      this.#ws.on('message', (data: Buffer) => {
        const text = data.toString('latin1', 0, 60)
        if (!text.startsWith('{"t":"message.accepted"')) {
          if (text.startsWith('{"t":"message.refused"') || text.startsWith('{"t":"error"'))
            reject(new Error(data.toString()))
          return
        }
        const id = Number(/"id":(\d+)/.exec(text)?.[1])
        this.latencies.push(performance.now() - (began.get(id) ?? 0))
        done++
        if (done === count) resolve()
        else next()
      })
      for (let i = 0; i < window; i++) next()
    })
  }

  close(): void {
    this.#ws.terminate()
  }
}
