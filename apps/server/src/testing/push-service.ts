import { createECDH, createPublicKey, randomBytes, verify } from 'node:crypto'
import type { ECDH } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pushPayload } from '@soroka/protocol'
import type { PushPayload } from '@soroka/protocol'
import { openPush } from './open-push.ts'

/** What the server really sent, opened with the key of the subscription. */
export interface DeliveredPush {
  readonly at: number
  /** Seconds. */
  readonly ttl: number
  readonly urgency: string | undefined
  readonly topic: string | undefined
  /** Of the VAPID token, whose signature was right. */
  readonly vapid: { readonly aud: string; readonly exp: number; readonly sub: string }
  /** Bytes of the sealed body, which passed over the wire. */
  readonly sealed: Buffer
  /** The JSON as it was sent, and read by the schema. */
  readonly json: string
  readonly payload: PushPayload
}

/** How a push service may behave: with this status, after so long. */
export interface PushAnswer {
  readonly status: number
  readonly retryAfter?: string
}

/** One browser's subscription. `toJSON` is what a device hands to its server. */
export class TestSubscription {
  readonly endpoint: string
  readonly pushes: DeliveredPush[] = []
  /** What it answers next, once each; then 201. */
  readonly answers: PushAnswer[] = []
  readonly #key: ECDH = createECDH('prime256v1')
  readonly #auth = randomBytes(16)
  readonly #waiting = new Set<() => void>()

  constructor(endpoint: string) {
    this.endpoint = endpoint
    this.#key.generateKeys()
  }

  toJSON(): { endpoint: string; keys: { p256dh: string; auth: string } } {
    const keys = { p256dh: this.#key.getPublicKey('base64url'), auth: this.#auth.toString('base64url') }
    return { endpoint: this.endpoint, keys }
  }

  open(sealed: Buffer): string {
    return openPush(sealed, this.#key, this.#auth)
  }

  take(push: DeliveredPush): void {
    this.pushes.push(push)
    for (const wake of this.#waiting) wake()
  }

  /** The first push from number `from` on that is like this; waits for it. */
  async next(is: (push: DeliveredPush) => boolean = () => true, from = 0, ms = 5000): Promise<DeliveredPush> {
    const until = Date.now() + ms
    for (;;) {
      const found = this.pushes.slice(from).find(is)
      if (found !== undefined) return found
      const left = until - Date.now()
      if (left <= 0)
        throw new Error(`no such push came; those that did: ${this.pushes.map(({ json }) => json).join('\n')}`)
      let wake = (): void => {}
      await Promise.race([
        new Promise<void>((woken) => this.#waiting.add((wake = woken))),
        new Promise((over) => setTimeout(over, left)),
      ])
      this.#waiting.delete(wake)
    }
  }
}

/**
 * A push service at this machine that speaks RFC 8030, 8291 and 8292, and is as strict as those of browsers: what a
 * server must not send is answered with an error and noted in `complaints`.
 */
export class PushService {
  readonly complaints: string[] = []
  readonly #http: Server
  readonly #subscriptions = new Map<string, { subscription: TestSubscription; serverKey: string | undefined }>()

  private constructor() {
    this.#http = createServer((request, response) => {
      this.#take(request, response).catch((error: unknown) => {
        this.complaints.push(String(error))
        response.writeHead(400).end()
      })
    })
  }

  static async start(port = 0): Promise<PushService> {
    const service = new PushService()
    service.#http.listen(port, '127.0.0.1')
    await once(service.#http, 'listening')
    return service
  }

  /** host:port, for the server's setting PUSH_INTERNAL_SERVICES. */
  get host(): string {
    return `127.0.0.1:${(this.#http.address() as AddressInfo).port}`
  }

  /** `serverKey`: the public VAPID key that alone may push to it, as browsers ask for. */
  subscribe(serverKey?: string): TestSubscription {
    const id = randomBytes(16).toString('base64url')
    const subscription = new TestSubscription(`http://${this.host}/push/${id}`)
    this.#subscriptions.set(id, { subscription, serverKey })
    return subscription
  }

  /** As when a person takes the permission back: 410 from now on. */
  unsubscribe(subscription: TestSubscription): void {
    this.#subscriptions.delete(subscription.endpoint.split('/').pop() ?? '')
  }

  async stop(): Promise<void> {
    this.#http.closeAllConnections()
    this.#http.close()
    await once(this.#http, 'close')
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = Buffer.concat(await request.toArray())
    const known = this.#subscriptions.get(/^\/push\/([\w-]{22})$/.exec(request.url ?? '')?.[1] ?? '')
    if (known === undefined) return void response.writeHead(410).end()
    const { subscription, serverKey } = known
    const answer = subscription.answers.shift()
    if (answer !== undefined) {
      const headers = answer.retryAfter === undefined ? {} : { 'retry-after': answer.retryAfter }
      return void response.writeHead(answer.status, headers).end()
    }
    const wrong = this.#complaint(request, body)
    const vapid = readVapid(request.headers.authorization ?? '')
    if (wrong !== undefined || vapid === undefined || (serverKey !== undefined && serverKey !== vapid.key)) {
      this.complaints.push(wrong ?? 'the VAPID token is wrong')
      return void response.writeHead(wrong === undefined ? 403 : 400).end()
    }
    const json = subscription.open(body)
    const { ttl, urgency, topic } = request.headers
    subscription.take({
      at: Date.now(),
      ttl: Number(ttl),
      urgency: urgency?.toString(),
      topic: topic?.toString(),
      vapid,
      sealed: body,
      json,
      payload: pushPayload.parse(JSON.parse(json)),
    })
    response.writeHead(201, { location: `http://${this.host}/message/${randomBytes(8).toString('hex')}` }).end()
  }

  /** What of a request is not as the standards have it. */
  #complaint({ method, headers }: IncomingMessage, body: Buffer): string | undefined {
    if (method !== 'POST') return `${method}`
    if (!/^\d{1,7}$/.test(String(headers['ttl']))) return `TTL ${String(headers['ttl'])}`
    if (headers['content-encoding'] !== 'aes128gcm') return 'the body is not aes128gcm'
    if (body.length > 4096) return `${body.length} bytes`
    if (!/^(very-low|low|normal|high)$/.test(String(headers['urgency'] ?? 'normal'))) return 'Urgency'
    if (!/^[\w-]{1,32}$/.test(String(headers['topic'] ?? 'x'))) return `Topic ${String(headers['topic'])}`
    const { aud, exp, sub } = readVapid(String(headers.authorization)) ?? {}
    if (aud === undefined || exp === undefined || sub === undefined) return 'no valid VAPID token'
    if (aud !== `http://${this.host}`) return `aud ${aud}`
    if (exp <= Date.now() / 1000 || exp > Date.now() / 1000 + 86_400) return `exp ${exp}`
    if (!/^(mailto:|https:)/.test(sub)) return `sub ${sub}`
    return undefined
  }
}

interface Vapid {
  readonly aud: string
  readonly exp: number
  readonly sub: string
  readonly key: string
}

/** RFC 8292; undefined unless the signature is right. */
function readVapid(authorization: string): Vapid | undefined {
  const { token = '', key = '' } = /^vapid t=(?<token>[\w.-]+), ?k=(?<key>[\w-]+)$/.exec(authorization)?.groups ?? {}
  const [head = '', claims = '', signature = ''] = token.split('.')
  const point = Buffer.from(key, 'base64url')
  if (point.length !== 65) return undefined
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'))
  if (x === undefined || y === undefined) return undefined
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
  const signed = Buffer.from(`${head}.${claims}`)
  const isRight = verify(
    'sha256',
    signed,
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  )
  if (!isRight) return undefined
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>
  const { aud, exp, sub } = read(claims)
  if (read(head)['alg'] !== 'ES256' || typeof aud !== 'string' || typeof exp !== 'number' || typeof sub !== 'string')
    return undefined
  return { aud, exp, sub, key }
}
