import type { TabMessage } from '../tabs/tab-messages.ts'
import type { ClientEvent, EndReason } from '../types.ts'
import type { Leader } from './leader.ts'
import type { Life } from './life.ts'
import type { Parts } from './parts.ts'

interface Options {
  emit(event: ClientEvent): void
  ended(reason: EndReason): void
}

/** What the other tabs say: requests to the one that leads, news to those that follow. */
export class TabNews {
  readonly #parts: Parts
  readonly #life: Life
  readonly #leader: Leader
  readonly #options: Options

  constructor(parts: Parts, life: Life, leader: Leader, options: Options) {
    this.#parts = parts
    this.#life = life
    this.#leader = leader
    this.#options = options
  }

  hear(message: TabMessage): void {
    const { leadership, presence, focus, remote, verbs, tokens } = this.#parts
    switch (message.t) {
      case 'beat':
        return leadership.heard()
      case 'event':
        return this.#relay(message.event)
      case 'watch':
        return presence.watch(message.tab, message.users)
      case 'focus':
        return focus.set(message.tab, message)
      case 'pulled':
        return remote.answered(message.tab, message.id)
      case 'called':
        return verbs.answered(message)
      case 'vault':
        return this.#life.background(this.#settingsChanged(message.names))
      case 'token':
        return tokens.adopt(message)
      case 'ended':
        return this.#options.ended(message.reason)
      default:
        return leadership.leading ? this.#serve(message) : undefined
    }
  }

  /** What a tab asks of the one that leads. */
  #serve(
    message: Extract<TabMessage, { t: 'hello' | 'outbox' | 'read' | 'typing' | 'held' | 'wake' | 'pull' | 'call' }>,
  ): void {
    const { line, marks, typing, connection, verbs, held } = this.#parts
    switch (message.t) {
      case 'hello':
        return line.post({ t: 'event', event: { type: 'connection', state: this.#life.state } })
      case 'outbox':
        return this.#leader.queued(message.chat)
      case 'read':
        return marks.report(message.chat, { read: message.seq })
      case 'typing':
        return typing.start(message.chat)
      case 'held':
        return held.look()
      case 'wake':
        return connection.wake()
      case 'pull':
        return this.#life.background(this.#pull(message))
      case 'call':
        return this.#life.background(verbs.serve(message, () => this.#leader.group(message.verb, message.args)))
    }
  }

  /** What another tab learned, for this tab's screen. */
  #relay(event: ClientEvent): void {
    const { line, tab, presence, focus, calls } = this.#parts
    if (event.type === 'connection') {
      this.#life.follow(event.state)
      // A new leader doesn't know yet who is on this screen.
      if (event.state === 'syncing') {
        line.post({ t: 'watch', tab, users: presence.watchedBy(tab) })
        line.post({ t: 'focus', tab, ...focus.of(tab) })
      }
    }
    if (event.type === 'people')
      for (const { id, online, lastSeen } of event.upserts) presence.set(id, { online, lastSeen })
    if (event.type === 'call' || event.type === 'call_signal') calls.heardOf(event)
    this.#options.emit(event)
  }

  async #settingsChanged(names: readonly string[]): Promise<void> {
    await this.#parts.settings.heard(names)
    this.#parts.settingsSync.changed(names)
  }

  async #pull(message: Extract<TabMessage, { t: 'pull' }>): Promise<void> {
    this.#parts.sync.focus(message.chat)
    await this.#leader.pull(message.chat, message.what, message.limit)
    this.#parts.line.post({ t: 'pulled', tab: message.tab, id: message.id })
  }
}
