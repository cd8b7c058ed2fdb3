import { type FlowId, SorokaError } from '@soroka/protocol'
import { type UnlockDeps, unlockedFor } from './unlock-here.ts'

/** Another address for the account: the password, then a code from both mailboxes. */
export class EmailChange {
  #flow: FlowId | undefined

  async start(
    { api, ...rest }: UnlockDeps,
    { password, email }: { password: string; email: string },
  ): Promise<{ codeExpiresAt: number }> {
    const begun = await unlockedFor({ api, ...rest }, { password }, ({ flow }) => api.auth.email.start({ flow, email }))
    this.#flow = begun.flow
    return { codeExpiresAt: begun.codeExpiresAt }
  }

  async finish({ api }: Pick<UnlockDeps, 'api'>, codes: { oldCode: string; newCode: string }): Promise<void> {
    if (this.#flow === undefined) throw new SorokaError('FLOW_UNKNOWN')
    await api.auth.email.finish({ flow: this.#flow, ...codes })
    this.#flow = undefined
  }
}
