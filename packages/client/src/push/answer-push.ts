import type { CallId, ChatId, MsgId, UserId } from '@soroka/protocol'
import type { Api } from '../api/api.ts'
import type { LocalAccount } from '../auth/local-account.ts'
import { Engine } from '../engine/engine.ts'
import { findCurrent, openRegistry } from '../indexeddb/registry.ts'
import { chatsApi } from '../surface/chats-api.ts'
import { messagesApi } from '../surface/messages-api.ts'
import type { Client, ClientEvent, PushPlace } from '../types.ts'
import { changePushState, readPushState } from './held-epochs.ts'
import { findAccount } from './find-account.ts'
import { connect, type ServerHost } from './server-line.ts'

/** A worker is stopped when it takes much longer (ms). What was not sent by then is in the outbox, and goes with the next page. */
const PATIENCE = 25_000
/** A read mark is on its way when this is over (ms). */
const BREATH = 400

interface Place {
  user: UserId
  chat: ChatId
  /** The newest row that the notification told of. */
  seq: number
}

/**
 * Sends what a person wrote into a notification, with an engine of its own: it leads while no page is open, else the
 * leading page does the sending. Written to the outbox first, like every message.
 * @returns 'sent', 'waiting' in the outbox, or 'foreign': the account is not open here, nothing was kept
 */
export async function replyToPush(
  host: ServerHost,
  place: Place,
  text: string,
): Promise<'sent' | 'waiting' | 'foreign'> {
  const outcome = await withEngine(host, place.user, async (hands) => {
    const sent = new Sending(hands)
    const { id } = await hands.messages.send(place.chat, { text })
    const outcome = (await sent.of(id)) ? 'sent' : 'waiting'
    await markRead(hands, place)
    return outcome
  })
  return outcome ?? 'foreign'
}

/** Reads the chat up to what the notification told of. */
export async function readFromPush(host: ServerHost, place: Place): Promise<void> {
  await withEngine(host, place.user, (hands) => markRead(hands, place))
}

/** Refuses a call that rings. */
export async function declineFromPush(host: ServerHost, user: UserId, call: CallId): Promise<void> {
  await withApi(host, user, async (api) => void (await api.calls.decline({ call })))
}

/** The browser gave this device another subscription while no page was open. */
export async function moveSubscription(
  host: ServerHost,
  ask: (key: string) => Promise<PushPlace | null>,
): Promise<void> {
  const registry = await openRegistry(host.platform.storage)
  const current = await findCurrent(registry).finally(() => registry.close())
  if (current === null) return
  await withApi(host, current.user, async (api, account) => {
    const { on, hideContent, lang } = await readPushState(account.db)
    const place = on ? await ask((await api.push.key()).key) : null
    if (place === null) return
    const { endpoint, keys } = place
    await api.push.subscribe({ endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth }, lang, hideContent })
    await changePushState(account.db, { told: {} })
  })
}

/** An engine without a page: as in a tab, it leads or follows. */
interface Hands extends Pick<Client, 'messages' | 'chats'> {
  engine: Engine
  listen(listener: (event: ClientEvent) => void): void
}

async function withEngine<T>(
  { baseUrl, platform }: ServerHost,
  user: UserId,
  work: (hands: Hands) => Promise<T>,
): Promise<T | null> {
  const account = await findAccount(platform, user)
  if (account === null) return null
  const listeners = new Set<(event: ClientEvent) => void>()
  const emit = (event: ClientEvent) => listeners.forEach((listener) => listener(event))
  // That the session is over, the next page finds out and says; it has to be wiped there, too.
  const engine = new Engine({ baseUrl, platform, account, emit, ended: () => undefined })
  engine.start()
  const [get, now] = [async () => engine, () => platform.now()]
  const hands = { engine, messages: messagesApi(get, now), chats: chatsApi(get, now) }
  try {
    return await work({ ...hands, listen: (listener) => void listeners.add(listener) })
  } finally {
    await engine.close()
  }
}

async function withApi(
  host: ServerHost,
  user: UserId,
  work: (api: Api, account: LocalAccount) => Promise<void>,
): Promise<void> {
  const account = await findAccount(host.platform, user)
  if (account === null) return
  const { api, close } = connect(host, account)
  try {
    await work(api, account)
  } finally {
    close()
    account.db.close()
  }
}

/** Only what is here can be read: missed rows come first. */
async function markRead({ engine, chats }: Hands, { chat, seq }: Place): Promise<void> {
  await until(() => engine.state === 'online')
  await chats.markRead(chat, seq)
  await new Promise((resolve) => setTimeout(resolve, BREATH))
}

/** Which messages the server took since. */
class Sending {
  readonly #sent = new Set<MsgId>()

  constructor({ listen }: Hands) {
    listen((event) => this.#hear(event))
  }

  of(id: MsgId): Promise<boolean> {
    return until(() => this.#sent.has(id))
  }

  #hear(event: ClientEvent): void {
    if (event.type !== 'messages') return
    for (const { id, state } of event.upserts) if (state === 'sent') this.#sent.add(id)
  }
}

async function until(what: () => boolean): Promise<boolean> {
  for (const end = Date.now() + PATIENCE; Date.now() < end;) {
    if (what()) return true
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return false
}
