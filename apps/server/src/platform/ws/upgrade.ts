import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { errorTable } from '@soroka/protocol'
import type { ErrorCode } from '@soroka/protocol'

const path = /^\/ws\/([A-Za-z0-9_-]{16,128})$/

/** The ticket of `/ws/{token}`, or undefined for any other path. */
export function ticketIn(url: string | undefined): string | undefined {
  return path.exec(url ?? '')?.[1]
}

/** Answers an upgrade that is not taken with the status and the code of the protocol, and closes. */
export function refuseUpgrade(wire: Duplex, code: ErrorCode): void {
  const [status, message] = errorTable[code]
  const body = JSON.stringify({ code, status, message })
  // Nobody else looks after this connection any more: a peer that keeps its side open would hold it for ever.
  wire.once('finish', () => wire.destroy())
  wire.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}
