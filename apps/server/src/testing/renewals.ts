import { client, ready } from '@serenity-kit/opaque'
import type { DeviceId } from '@soroka/protocol'
import { CHAIN_OP, currentPuk, SEAL_PUBLIC_BYTES, WRAP_BYTES } from '@soroka/protocol/records'
import type { ChainChange } from '@soroka/protocol/records'
import type { Answer } from './http.ts'
import { newBox, random, randomId } from './people.ts'
import { keyStretching } from './test-client.ts'
import type { TestClient } from './test-client.ts'

interface Unlocked {
  flow: string
  chain: string[]
  blobs: { kind: string; bytes: string }[]
  version: number
  registrationResponse?: string
}

/** The password once more, from a signed-in device; undefined where the client itself sees that it is wrong. */
export async function unlock(
  who: TestClient,
  { password = who.password, registrationRequest }: { password?: string; registrationRequest?: string } = {},
): Promise<Answer<Unlocked> | undefined> {
  await ready
  const { clientLoginState, startLoginRequest } = client.startLogin({ password })
  const started = await who.ask<{ flow: string; loginResponse: string }>('/auth/unlock/start', {
    body: { startLoginRequest },
  })
  if (started.status !== 200) return started as Answer<never>
  const { flow, loginResponse } = started.body
  const proof = client.finishLogin({ clientLoginState, loginResponse, password, keyStretching })
  if (proof === undefined) return undefined
  const { finishLoginRequest } = proof
  return who.ask<Unlocked>('/auth/unlock/finish', { body: { flow, finishLoginRequest, registrationRequest } })
}

export async function unlockedFlow(who: TestClient): Promise<string> {
  const answer = await unlock(who)
  if (answer?.status !== 200) throw new Error(JSON.stringify(answer?.body))
  return answer.body.flow
}

/** New keys without these devices, and what the chain says first. The person takes nothing of it yet. */
export function renewalOf({ person }: TestClient, gone: readonly DeviceId[], first: readonly ChainChange[] = []) {
  const puk: ChainChange = {
    op: CHAIN_OP.puk,
    gen: currentPuk(person.state).gen + 1,
    pub: random(SEAL_PUBLIC_BYTES),
    prevWrap: random(WRAP_BYTES),
    authPub: person.state.authPub,
  }
  const revokes = gone.map((device): ChainChange => ({ op: CHAIN_OP.device_revoke, device }))
  const entries = person.nextEntries([...first, ...revokes, puk])
  const staying = person.state.devices.filter(({ id, revokedSeq }) => revokedSeq === null && !gone.includes(id))
  return {
    entries,
    renewal: {
      chain: entries.map((entry) => Buffer.from(entry).toString('base64url')),
      wraps: ['as.password', 'as.recovery'].map((kind) => ({ kind, bytes: randomId(1292) })),
      ik: randomId(WRAP_BYTES),
      puk: randomId(WRAP_BYTES),
      boxes: staying.map(({ id }) => ({ device: id, box: newBox() })),
    },
  }
}

/** Revokes them, and takes what the server took. */
export async function revoke(who: TestClient, gone: readonly DeviceId[]): Promise<Answer<{ revoked: DeviceId[] }>> {
  const flow = await unlockedFlow(who)
  const { entries, renewal } = renewalOf(who, gone)
  const answer = await who.ask<{ revoked: DeviceId[] }>('/devices/revoke', { body: { flow, ...renewal } })
  if (answer.status === 200) who.person.take(entries)
  return answer
}
