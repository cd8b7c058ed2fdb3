import type { ChatId, SessionId } from '@soroka/protocol'
import type { Sql } from '../../platform/db/index.ts'
import type { FetchGuard } from '../../platform/fetch-guard/index.ts'
import type { Tracing } from '../../platform/trace/index.ts'
import type { VapidKeys } from '../../platform/keys/index.ts'
import type { CallNews } from './call-pushes.ts'
import { putCallPushes } from './call-pushes.ts'
import { Courier } from './courier.ts'
import { forgetSession } from './devices-repo.ts'
import { Focus } from './focus.ts'
import { Lookout } from './lookout.ts'
import type { PushObserver } from './metrics.ts'
import type { Queries } from './queries.ts'
import { Sender } from './sender.ts'

export interface PushesOptions {
  readonly sql: Sql
  readonly keys: VapidKeys
  readonly subject: string
  /** Keys the topics. */
  readonly secret: Uint8Array
  /** Push services of this network that may be asked. */
  readonly internal: readonly string[]
  /** Another than the world's, for tests alone. */
  readonly guard?: FetchGuard | undefined
  /** Origin of the web app. */
  readonly origin: () => string
  readonly now: () => number
  readonly onError: (error: unknown) => void
  /** Hears what became of each. */
  readonly observe?: PushObserver
  readonly tracing?: Tracing | undefined
}

/** Pushes of this node: it looks who is to be told, and sends what waits. */
export class Pushes {
  readonly courier: Courier
  readonly focus: Focus
  readonly #lookout: Lookout
  readonly #sender: Sender
  readonly #options: PushesOptions

  constructor(options: PushesOptions) {
    const { keys, subject, internal, guard } = options
    this.#options = options
    this.courier = new Courier({ keys, subject, internal, guard })
    this.focus = new Focus(options)
    this.#sender = new Sender({ ...options, courier: this.courier })
    this.#lookout = new Lookout({ ...options, found: () => this.#sender.wake() })
  }

  start(): void {
    this.#sender.start()
    this.#lookout.start()
    // What the last process had no time for.
    this.#lookout.run().catch(this.#options.onError)
  }

  /** A message or a reaction was stored there. */
  wrote(chat: ChatId): void {
    this.#lookout.wrote(chat)
  }

  /** In the transaction that changes a call. */
  put(tx: Queries, news: CallNews): Promise<boolean> {
    return putCallPushes(tx, news, this.#options.now())
  }

  committed(): void {
    this.#sender.wake()
  }

  sessionEnded(session: SessionId): Promise<void> {
    return forgetSession(this.#options.sql, session)
  }

  async close(): Promise<void> {
    await this.#lookout.close()
    await this.#sender.close()
    await this.focus.close()
    this.courier.close()
  }
}
