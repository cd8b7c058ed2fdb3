import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect, isIP } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { decodeAnswer } from './message.ts'
import type { StunAnswer } from './message.ts'

/** Where a relay is and how it is spoken to, of an address like turns:turn.example.org:5349?transport=tcp. */
export interface StunPlace {
  readonly kind: 'stun' | 'turn'
  readonly host: string
  readonly port: number
  readonly way: 'udp' | 'tcp' | 'tls'
}

/** A line to a STUN or TURN server that asks and waits. */
export interface StunWire {
  /** Rejects when no answer comes before `signal` is over. */
  ask(request: { bytes: Buffer; transaction: Buffer }): Promise<StunAnswer>
  close(): void
}

export function placeOf(url: string): StunPlace | undefined {
  const [, kind, secure, host, port, way] =
    /^(stun|turn)(s?):(\[[^\]]+\]|[^:?]+)(?::(\d+))?(?:\?transport=(udp|tcp))?$/.exec(url) ?? []
  if (host === undefined) return undefined
  return {
    kind: kind === 'stun' ? 'stun' : 'turn',
    host: host.replace(/^\[|\]$/g, ''),
    port: Number(port ?? (secure === 's' ? 5349 : 3478)),
    way: secure === 's' ? 'tls' : ((way as 'udp' | 'tcp' | undefined) ?? 'udp'),
  }
}

/** Opens the line; rejects as the network says, or when `signal` is over. */
export function openWire(place: StunPlace, signal: AbortSignal): Promise<StunWire> {
  return place.way === 'udp' ? openUdp(place, signal) : openStream(place, signal)
}

/** Half a second, then twice as long each time: what is lost is asked again (RFC 8489, 6.2.1). */
const FIRST_WAIT_MS = 500

async function openUdp({ host, port }: StunPlace, signal: AbortSignal): Promise<StunWire> {
  const socket = createSocket({ type: host.includes(':') ? 'udp6' : 'udp4' })
  socket.connect(port, host)
  await once(socket, 'connect', { signal }).catch((error: unknown) => {
    socket.close()
    throw error
  })
  return {
    ask: async ({ bytes, transaction }) => {
      let wait = FIRST_WAIT_MS
      let timer = setTimeout(function again() {
        socket.send(bytes)
        timer = setTimeout(again, (wait *= 2))
      }, wait)
      socket.send(bytes)
      try {
        for (;;) {
          const [message] = (await once(socket, 'message', { signal })) as [Buffer]
          const answer = decodeAnswer(message)
          if (answer?.transaction.equals(transaction) === true) return answer
        }
      } finally {
        clearTimeout(timer)
      }
    },
    close: () => socket.close(),
  }
}

async function openStream({ host, port, way }: StunPlace, signal: AbortSignal): Promise<StunWire> {
  const socket =
    way === 'tls'
      ? connectTls({ host, port, ...(isIP(host) === 0 ? { servername: host } : {}) })
      : connect({ host, port })
  await once(socket, way === 'tls' ? 'secureConnect' : 'connect', { signal }).catch((error: unknown) => {
    socket.destroy()
    throw error
  })
  let received = Buffer.alloc(0)
  return {
    ask: async ({ bytes, transaction }) => {
      socket.write(bytes)
      for (;;) {
        const answer = decodeAnswer(received)
        if (answer !== undefined) {
          received = received.subarray(20 + received.readUInt16BE(2))
          if (answer.transaction.equals(transaction)) return answer
          continue
        }
        const [chunk] = (await once(socket, 'data', { signal })) as [Buffer]
        received = Buffer.concat([received, chunk])
      }
    },
    close: () => socket.destroy(),
  }
}
