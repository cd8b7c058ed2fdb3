import { once } from 'node:events'
import { isIP } from 'node:net'
import { connect } from 'node:tls'
import type { TLSSocket } from 'node:tls'
import { WebSocket } from 'ws'
import { isLoopback } from '../../platform/config/index.ts'
import type { TurnConfig } from '../../platform/config/index.ts'
import { placeOf, tryRelay } from '../../platform/stun/index.ts'
import type { IceServers } from '../calls/index.ts'
import { bad, fine, off, warn, wordOf } from './check.ts'
import type { Check, Finding } from './check.ts'

const day = 86_400_000
/** Programs that renew certificates do it a month before. */
const SOON_DAYS = 14

/** Whether the address that people open is named, and is one that others can open. */
export function checkAddress(origin: () => string, isPublic: boolean): Check {
  return async () => {
    const url = new URL(origin())
    if (!isPublic) return isLoopback(url.hostname) ? warn('alone') : bad('unnamed', { address: url.origin })
    return url.protocol === 'https:' || isLoopback(url.hostname)
      ? fine({ address: url.origin })
      : bad('plain', { address: url.origin })
  }
}

/** The certificate of the public address, as a browser judges it. */
export function checkTls(origin: () => string, now: () => number): Check {
  return async (signal) => {
    const { protocol, hostname, port } = new URL(origin())
    if (protocol !== 'https:') return off()
    const host = hostname.replace(/^\[|\]$/g, '')
    const socket: TLSSocket = connect({
      host,
      port: Number(port || 443),
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ALPNProtocols: ['http/1.1'],
    })
    try {
      await once(socket, 'secureConnect', { signal })
      const left = Math.floor((Date.parse(socket.getPeerCertificate().valid_to) - now()) / day)
      return left < SOON_DAYS ? warn('soon', { days: String(left) }) : fine({ days: String(left) })
    } catch (error) {
      return bad(/CERT|ALTNAME|ISSUER|SIGNED|LEAF/.test(wordOf(error)) ? 'untrusted' : 'failed', {
        error: wordOf(error),
      })
    } finally {
      socket.destroy()
    }
  }
}

/** A socket of whoever asks, through the public address and all that stands before this server, until it says "ready". */
export function checkSocket(origin: () => string, ticket: () => Promise<string>): Check {
  return async (signal) => {
    const address = origin()
    const socket = new WebSocket(`${address.replace(/^http/, 'ws')}/ws/${await ticket()}`, { origin: address })
    try {
      const [data] = (await once(socket, 'message', { signal })) as [Buffer]
      const frame = JSON.parse(data.toString()) as { t?: string }
      return frame.t === 'ready' ? fine() : bad('strange')
    } catch (error) {
      return bad('failed', { error: wordOf(error) })
    } finally {
      socket.on('error', () => undefined)
      socket.terminate()
    }
  }
}

/** Each STUN and TURN server, asked for what a device asks for before a call. */
export function checkRelay(turn: TurnConfig | undefined, credentials: () => IceServers): Check {
  return async (signal) => {
    if (turn === undefined) return off()
    const { servers } = credentials()
    const asked = servers.flatMap(({ urls, username = '', credential = '' }) =>
      urls.map(async (url): Promise<Finding> => {
        const place = placeOf(url)
        if (place === undefined) return bad('strange', { address: url })
        try {
          const trial = await tryRelay(place, { username, password: credential }, signal)
          if (trial.works) return fine({ address: url })
          return bad(trial.code === 401 ? 'secret' : 'refused', { address: url, error: String(trial.code) })
        } catch (error) {
          return bad('failed', { address: url, error: wordOf(error) })
        }
      }),
    )
    const found = await Promise.all(asked)
    return found.find(({ state }) => state === 'bad') ?? fine({ count: String(found.length) })
  }
}
