import type { UserId } from '@soroka/protocol'
import type { Channel, Platform } from '../platform/platform.ts'
import { type TabMessage, tabMessage } from './tab-messages.ts'

/** The line between the tabs of one account. */
export class TabLine {
  readonly #channel: Channel

  constructor(platform: Platform, user: UserId, hear: (message: TabMessage) => void) {
    this.#channel = platform.channel(`soroka-${user}`, (raw) => {
      const parsed = tabMessage.safeParse(raw)
      if (parsed.success) hear(parsed.data)
    })
  }

  post(message: TabMessage): void {
    this.#channel.post(message)
  }

  close(): void {
    this.#channel.close()
  }
}
