import type { Api } from '../api/api.ts'
import type { LocalAccount } from '../auth/local-account.ts'
import type { EventHub } from '../events/event-hub.ts'

interface Deps {
  api: { account: Pick<Api['account'], 'get'> }
  account: Pick<LocalAccount, 'readSession' | 'storeSession' | 'view'>
  hub: Pick<EventHub, 'tell'>
}

/** My own name, address and choices, when another device of mine changed them. */
export class OwnAccount {
  readonly #deps: Deps
  #seen = ''

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Reads them anew; screens are told what may be another now. */
  async refresh(): Promise<void> {
    const { api, account, hub } = this.#deps
    const { name, nickname, email, findByEmail, privacy, role, about, phone, status } = await api.account.get()
    const session = await account.readSession()
    const isRenamed = name !== session.name || nickname !== session.nickname || email !== session.email
    const seen = JSON.stringify([findByEmail, privacy, role, about, phone, status])
    if (!isRenamed && seen === this.#seen) return
    this.#seen = seen
    if (isRenamed) await account.storeSession({ ...session, name, nickname, email })
    hub.tell({ type: 'session', session: await account.view() })
  }
}
