import type { ChatId, UserId } from '@soroka/protocol'
import type { DownFrame } from '@soroka/protocol/frames'
import { hasCode } from '../api/api-errors.ts'
import { endReasonOf } from '../auth/end-reason.ts'
import { parseChat } from '../indexeddb/chat-rows.ts'
import type { ChatRow } from '../indexeddb/rows.ts'
import { applyMark, applyRead } from '../sync/heads.ts'
import type { Leader } from './leader.ts'
import type { Life } from './life.ts'
import type { Parts } from './parts.ts'
import type { EndReason } from '../types.ts'

/** What the socket says, and that it comes and goes. */
export class SocketNews {
  readonly #parts: Parts
  readonly #life: Life
  readonly #leader: Leader
  readonly #ended: (reason: EndReason) => void

  constructor(parts: Parts, life: Life, leader: Leader, ended: (reason: EndReason) => void) {
    this.#parts = parts
    this.#life = life
    this.#leader = leader
    this.#ended = ended
  }

  frame(frame: DownFrame): void {
    const { sync, account, typing, presence, contacts, settingsSync, hub, calls } = this.#parts
    if ('chat' in frame) sync.name(frame.chat)
    switch (frame.t) {
      case 'ready':
        settingsSync.ready(frame.era)
        this.#life.background(this.#parts.ownKeys.catchUp())
        this.#life.background(contacts.refresh())
        this.#life.background(calls.ready())
        return sync.start()
      case 'contacts.changed':
        return this.#life.background(contacts.refresh())
      case 'vault.changed':
        return settingsSync.kick()
      case 'message.created':
        return sync.created(frame)
      case 'messages.erased':
        return sync.erased(frame)
      case 'scheduled.changed':
        hub.chat(frame.chat)
        return frame.state === 'held' ? this.#leader.sealHeldAgain() : undefined
      case 'chat.left':
        calls.left(frame.chat)
        return sync.changed(frame.chat)
      case 'chat.changed':
        return sync.changed(frame.chat)
      case 'call.changed':
      case 'call.signalled':
      case 'call.seen':
        return calls.frame(frame)
      case 'chat.marked':
        return this.#life.background(this.#marked(frame.chat, (chat) => applyMark(chat, account.self.user, frame)))
      case 'chat.read':
        return this.#life.background(this.#marked(frame.chat, (chat) => applyRead(chat, frame.upTo)))
      case 'typing.started':
        return frame.user === account.self.user ? undefined : typing.heard(frame.chat, frame.user)
      case 'presence.changed':
        for (const { user, online, lastSeen } of frame.people) presence.set(user, { online, lastSeen })
        return this.#life.background(this.#tellPeople(frame.people.map(({ user }) => user)))
      case 'push.changed':
        return hub.tell({ type: 'push' })
      case 'user.changed':
        return this.#life.background(this.#personChanged(frame.user))
      case 'session.ended':
        return this.#ended(frame.reason)
      default:
        // Answers are the connection's business.
        return undefined
    }
  }

  /** There is no connection now; the next one begins with `ready`. */
  state(state: 'connecting' | 'offline'): void {
    this.#parts.sync.stop()
    this.#parts.settingsSync.stop()
    this.#life.background(this.#tellPeople(this.#parts.presence.lost()))
    this.#life.become(state)
  }

  refused(error: unknown): void {
    if (hasCode(error, 'CLIENT_TOO_OLD')) return this.#parts.hub.tell({ type: 'update_needed' })
    if (hasCode(error, 'SESSION_ENDED')) this.#ended(endReasonOf(error))
  }

  async #marked(id: ChatId, apply: (chat: ChatRow) => void): Promise<void> {
    const { account, apply: rows, hub } = this.#parts
    await rows.lanes.run(id, async () => {
      const tx = account.db.transaction('chats', 'readwrite')
      const chat = parseChat(await tx.store.get(id))
      if (chat !== null) {
        apply(chat)
        await tx.store.put(chat)
      }
      await tx.done
    })
    hub.chat(id)
  }

  async #tellPeople(users: UserId[]): Promise<void> {
    for (const user of users) this.#parts.hub.person(await this.#parts.people.known(user))
  }

  async #personChanged(user: UserId): Promise<void> {
    const { account, ownAccount, ownKeys, people, hub, sync } = this.#parts
    if (user === account.self.user) {
      hub.tell({ type: 'devices' })
      await ownKeys.catchUp()
      await ownAccount.refresh()
    }
    const view = await people.refresh(user)
    if (view !== null) hub.person(view)
    await sync.peerChanged(user)
  }
}
