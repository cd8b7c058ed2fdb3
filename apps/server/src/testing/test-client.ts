import { client, ready } from '@serenity-kit/opaque'
import type { SessionId, UserId } from '@soroka/protocol'
import { CHAIN_OP } from '@soroka/protocol/records'
import { refreshInput } from '../features/auth/refresh-token.ts'
import { ask } from './http.ts'
import type { Answer, RequestOptions } from './http.ts'
import { randomId, signBytes, TestPerson } from './people.ts'
import type { TestDevice } from './people.ts'
import type { TestServer } from './test-server.ts'

/** Weak on purpose: tests don't wait for Argon2id. */
export const keyStretching = { 'argon2id-custom': { iterations: 1, memory: 8, parallelism: 1 } }

export interface TestSession {
  session: SessionId
  user: UserId
  device: string
  accessToken: string
  expiresAt: number
  generation: number
  refreshToken?: string
}

type Delivery = { kind: 'body' } | { kind: 'cookie'; slot: number }
export const body: Delivery = { kind: 'body' }

/** What signing up needs: an address, and the mails that come. */
export type SignUpServer = Pick<TestServer, 'url' | 'codeFor'>

/** A person with a program: signs up, in and out, the way the wire wants it. */
export class TestClient {
  readonly server: SignUpServer
  readonly email: string
  password = 'correct horse battery staple'
  name = 'Anna Ivanova'
  person = new TestPerson()
  #device: TestDevice | undefined
  #session: TestSession | undefined

  constructor(
    server: SignUpServer,
    email = `${randomId(6)
      .toLowerCase()
      .replace(/[^a-z0-9]/g, 'x')}@example.org`,
  ) {
    this.server = server
    this.email = email
  }

  get session(): TestSession {
    if (this.#session === undefined) throw new Error('not signed in')
    return this.#session
  }

  get device(): TestDevice {
    return this.#device ?? this.person.device
  }

  get user(): UserId {
    return this.person.user
  }

  /** Asks with the access token. */
  ask<T = Record<string, unknown>>(path: string, options: RequestOptions = {}): Promise<Answer<T>> {
    return ask<T>(`${this.server.url}/api${path}`, { token: this.#session?.accessToken, ...options })
  }

  post<T = Record<string, unknown>>(path: string, input: unknown, options: RequestOptions = {}): Promise<Answer<T>> {
    return ask<T>(`${this.server.url}/api${path}`, { body: input, ...options })
  }

  async startSignUp(extra: object = {}, options: RequestOptions = {}) {
    await ready
    const { clientRegistrationState, registrationRequest } = client.startRegistration({ password: this.password })
    const input = { email: this.email, registrationRequest, locale: 'en', ...extra }
    const answer = await this.post<{ flow: string; user: UserId; registrationResponse: string; codeExpiresAt: number }>(
      '/auth/sign-up/start',
      input,
      options,
    )
    if (answer.status === 200) this.person = new TestPerson(answer.body.user)
    return { answer, state: clientRegistrationState }
  }

  /** The input of sign-up/finish for a started one. */
  finishInput(started: Awaited<ReturnType<TestClient['startSignUp']>>, code: string, delivery: Delivery = body) {
    const { flow, registrationResponse } = started.answer.body
    const { registrationRecord } = client.finishRegistration({
      clientRegistrationState: started.state,
      registrationResponse,
      password: this.password,
      keyStretching,
    })
    return {
      flow,
      code,
      name: this.name,
      registrationRecord,
      chain: this.entry(0),
      blobs: [
        { kind: 'as.password', bytes: randomId(60) },
        { kind: 'as.recovery', bytes: randomId(60) },
      ],
      device: { name: 'Test', kind: 'bot' },
      delivery,
    }
  }

  async signUp(extra: object = {}): Promise<this> {
    const started = await this.startSignUp()
    if (started.answer.status !== 200) throw new Error(JSON.stringify(started.answer.body))
    const code = await this.server.codeFor(this.email)
    const answer = await this.post<{ session: TestSession; nickname: string }>('/auth/sign-up/finish', {
      ...this.finishInput(started, code),
      ...extra,
    })
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
    this.adopt(answer.body.session)
    return this
  }

  adopt(session: TestSession, device?: TestDevice): void {
    this.#session = session
    this.#device = device ?? this.#device
  }

  async startSignIn(options: RequestOptions = {}) {
    await ready
    const { clientLoginState, startLoginRequest } = client.startLogin({ password: this.password })
    const answer = await this.post<{ flow: string; loginResponse: string }>(
      '/auth/sign-in/start',
      { email: this.email, startLoginRequest },
      options,
    )
    return { answer, state: clientLoginState }
  }

  /** The last message of OPAQUE, or undefined where the client itself sees that the password is wrong. */
  proof(started: Awaited<ReturnType<TestClient['startSignIn']>>): string | undefined {
    return client.finishLogin({
      clientLoginState: started.state,
      loginResponse: started.answer.body.loginResponse,
      password: this.password,
      keyStretching,
    })?.finishLoginRequest
  }

  async provePassword() {
    const started = await this.startSignIn()
    const finishLoginRequest = this.proof(started)
    return this.post<{ flow: string; user: UserId; chain: string[]; blobs: { kind: string; bytes: string }[] }>(
      '/auth/sign-in/finish',
      { flow: started.answer.body.flow, finishLoginRequest },
    )
  }

  /** A new device of the same person, with its own session. */
  async signIn(delivery: Delivery = body): Promise<TestClient> {
    const proved = await this.provePassword()
    if (proved.status !== 200) throw new Error(JSON.stringify(proved.body))
    const device = this.person.addDevice()
    const answer = await this.post<{ session: TestSession }>('/auth/sign-in/device', {
      flow: proved.body.flow,
      chain: this.entry(-1),
      device: { name: 'Second', kind: 'bot' },
      delivery,
    })
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
    const second = new TestClient(this.server, this.email)
    second.person = this.person
    second.password = this.password
    second.adopt(answer.body.session, device)
    return second
  }

  /** The entry at a position of the chain, or from its end, as the wire has it. */
  entry(at: number): string {
    return Buffer.from(this.person.entries.at(at) ?? []).toString('base64url')
  }

  /** The input of a refresh or a sign-out with some token of this session. */
  slotted(session: TestSession = this.session, generation = session.generation) {
    const signature = signBytes(this.device.key, refreshInput(session.session, generation))
    return {
      session: session.session,
      signature: Buffer.from(signature).toString('base64url'),
      ...(session.refreshToken === undefined ? {} : { refreshToken: session.refreshToken }),
    }
  }

  refresh(session: TestSession = this.session): Promise<Answer<TestSession>> {
    return this.post<TestSession>('/auth/s/body/refresh', this.slotted(session))
  }

  signOut(session: TestSession = this.session): Promise<Answer> {
    return this.post('/auth/s/body/sign-out', this.slotted(session))
  }

  /** The signed inputs of a new password by the account's own key. */
  factorEntry(): string {
    this.person.append({ op: CHAIN_OP.factor, factor: { kind: 1, pub: new Uint8Array(1216).fill(7) } })
    return this.entry(-1)
  }
}
