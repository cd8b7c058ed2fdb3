import { once } from 'node:events'
import { request } from 'node:https'
import { connect } from 'node:tls'
import type { IncomingMessage } from 'node:http'
import { domain } from './place.ts'

export interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly text: string
}

/** Asks the deployment through its TLS, trusting only the authority of its own Caddy. */
export async function ask(at: string, ca: string, headers: Record<string, string> = {}): Promise<Answer> {
  const sent = request({
    host: domain,
    path: at,
    ca,
    headers: { accept: 'text/html', ...headers },
    agent: false,
  })
  sent.setTimeout(15_000, () => sent.destroy(new Error('no answer within 15 s')))
  sent.end()
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  let text = ''
  for await (const chunk of answer.setEncoding('utf8')) text += String(chunk)
  return { status: answer.statusCode ?? 0, headers: answer.headers, text }
}

/** What a socket without a ticket hears: that there is a server of sockets behind the proxy, and that it lets nobody in. */
export async function askForSocket(ca: string): Promise<number> {
  const headers = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'c29yb2thLXJlaGVhcnNhbA==',
    origin: `https://${domain}`,
  }
  const sent = request({ host: domain, path: '/ws/no-such-ticket-at-all', ca, headers, agent: false })
  sent.end()
  const status = new Promise<number>((resolve, reject) => {
    sent.once('error', reject)
    sent.once('response', (answer: IncomingMessage) => resolve(answer.statusCode ?? 0))
    sent.once('upgrade', (answer: IncomingMessage) => resolve(answer.statusCode ?? 0))
  })
  const heard = await status
  sent.destroy()
  return heard
}

const magic = 0x2112a442

/** A STUN binding over TLS (RFC 8489): the relay's certificate is the domain's, and it answers. @returns the answer's type */
export async function askRelay(ca: string): Promise<number> {
  const socket = connect({ host: domain, servername: domain, port: 5349, ca })
  await once(socket, 'secureConnect')
  const binding = Buffer.alloc(20)
  binding.writeUInt16BE(1, 0)
  binding.writeUInt32BE(magic, 4)
  socket.write(binding)
  const [answer] = (await once(socket, 'data')) as [Buffer]
  socket.destroy()
  return answer.readUInt16BE(0)
}
