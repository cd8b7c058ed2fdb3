import { client } from '@serenity-kit/opaque'
import { CHAIN_OP, FACTOR, passwordChangeInput, SEAL_PUBLIC_BYTES } from '@soroka/protocol/records'
import type { FactorKind } from '@soroka/protocol/records'
import { random, randomId } from './people.ts'
import { unlock } from './renewals.ts'
import { keyStretching } from './test-client.ts'
import type { TestClient } from './test-client.ts'

/** The entry that names another factor of this kind; nobody has taken it yet. */
export function factorEntry({ person }: TestClient, kind: FactorKind = FACTOR.password): Uint8Array {
  const factor = { kind, pub: random(SEAL_PUBLIC_BYTES) }
  const [entry] = person.nextEntries([{ op: CHAIN_OP.factor, factor }])
  if (entry === undefined) throw new Error('no entry')
  return entry
}

/** All that a new password needs, after the old one was proved. */
export async function passwordInput(who: TestClient, newPassword: string, entry = factorEntry(who)) {
  const { clientRegistrationState, registrationRequest } = client.startRegistration({ password: newPassword })
  const answer = await unlock(who, { registrationRequest })
  if (answer?.status !== 200) throw new Error(JSON.stringify(answer?.body))
  const { flow, version, registrationResponse = '' } = answer.body
  const { registrationRecord } = client.finishRegistration({
    clientRegistrationState,
    registrationResponse,
    password: newPassword,
    keyStretching,
  })
  const wrap = { kind: 'as.password', bytes: randomId(1292) }
  const signed = passwordChangeInput({
    user: who.user,
    version: version + 1,
    opaqueRecord: Buffer.from(registrationRecord, 'base64url'),
    wrap: Buffer.from(wrap.bytes, 'base64url'),
    entry,
  })
  const signature = Buffer.from(who.person.signAsAccount(signed)).toString('base64url')
  return { flow, version, registrationRecord, wrap, signature, entry: Buffer.from(entry).toString('base64url') }
}
