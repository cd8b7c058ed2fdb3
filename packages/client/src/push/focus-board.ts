import type { ChatId } from '@soroka/protocol'
import type { Connection } from '../websocket/connection.ts'

export interface Look {
  visible: boolean
  chat: ChatId | null
}

/** A tab that is looked at says so again this often (ms); one that was silent for longer than `LOST` died without a word. */
export const LOOK_AGAIN = 10_000
const LOST = 3 * LOOK_AGAIN

const NOWHERE: Look = { visible: false, chat: null }

/** What a person looks at, over all tabs of this device: the server pushes nothing that he sees anyway. */
export class FocusBoard {
  readonly #connection: Pick<Connection, 'post'>
  readonly #now: () => number
  readonly #tabs = new Map<string, Look & { at: number }>()
  #said = ''

  constructor(connection: Pick<Connection, 'post'>, now: () => number) {
    this.#connection = connection
    this.#now = now
  }

  /** What one tab shows. */
  set(tab: string, look: Look): void {
    this.#tabs.delete(tab)
    if (look.visible) this.#tabs.set(tab, { ...look, at: this.#now() })
    this.#tell()
  }

  of(tab: string): Look {
    const { visible, chat } = this.#tabs.get(tab) ?? NOWHERE
    return { visible, chat }
  }

  /** Drops tabs that went silent. */
  sweep(): void {
    for (const [tab, { at }] of this.#tabs) if (this.#now() - at > LOST) this.#tabs.delete(tab)
    this.#tell()
  }

  /** Again after each reconnect: the server forgets with the socket. */
  send(): void {
    this.#said = ''
    this.#tell()
  }

  /** The tab that spoke last is the one in front. */
  #tell(): void {
    const looks = [...this.#tabs.values()]
    const chat = looks.findLast((look) => look.chat !== null)?.chat ?? null
    const visible = looks.length > 0
    const word = `${visible} ${chat}`
    if (word !== this.#said && this.#connection.post({ t: 'focus', visible, chat })) this.#said = word
  }
}
